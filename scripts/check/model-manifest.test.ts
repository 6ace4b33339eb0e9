import { readFileSync } from 'node:fs'
import { parse } from 'valibot'
import { describe, expect, it } from 'vitest'
import { modelManifestSchema, packSizeBytes } from '../../src/shared/protocol/model-pack'

const manifest = parse(modelManifestSchema, JSON.parse(readFileSync(new URL('../../public/model-manifest.json', import.meta.url), 'utf8')))

describe('the model manifest', () => {
  it('lists every pack once', () => {
    const ids = manifest.packs.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each(manifest.packs)('holds every file of $id once', ({ files }) => {
    const paths = files.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
  })

  it.each(manifest.packs)('takes $id from its own origin or from folders at pinned revisions, from a branch only where no byte is known', ({ sources, files }) => {
    const revision = files.every(({ sha256 }) => sha256 === null) ? '(?:[0-9a-f]{40}|main)' : '[0-9a-f]{40}'
    for (const source of sources) expect(source).toMatch(new RegExp(`^models/[\\w.-]+/$|^https://[\\w.-]+/.*/${revision}/(.*/)?$`))
  })

  it('says of every clone what it costs, exactly where its files are known', () => {
    for (const pack of manifest.packs.filter(({ engine }) => engine === 'pocket-tts')) {
      const size = packSizeBytes(pack)
      expect(pack.cost).toBeDefined()
      if (size !== null) expect(Math.abs(pack.cost!.downloadBytes - size)).toBeLessThan(1e6)
    }
  })

  it('pins every byte of the starter pack, of the English clone and of the transcriber', () => {
    for (const id of ['kokoro-82m-v1.0-q8', 'pocket-tts-english-2026-04-int8', 'whisper-base-q8']) {
      const pack = manifest.packs.find((candidate) => candidate.id === id)!
      expect(packSizeBytes(pack)).not.toBeNull()
      expect(pack.files.filter(({ sha256 }) => sha256 === null)).toEqual([])
    }
  })

  it('gives the starter model as published', () => {
    expect(manifest.packs[0]!.files[0]).toEqual({
      path: 'model.onnx',
      remotePath: 'onnx/model_quantized.onnx',
      sizeBytes: 92_361_116,
      sha256: 'fbae9257e1e05ffc727e951ef9b9c98418e6d79f1c9b6b13bd59f5c9028a1478',
    })
  })
})
