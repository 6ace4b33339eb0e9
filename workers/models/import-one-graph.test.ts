import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { planImport } from './plan-import'
import { samplePack } from '#testing/models/sample-pack'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const contents: Record<string, string> = {
  'step.onnx': 'model',
  'encoder.onnx': 'encoder',
  'assets.json': JSON.stringify({ config: { language: 'italian' }, tokenizer: '' }),
}
const entry = (file: string) => ({ file, bytes: contents[file]!.length, sha256: sha256(contents[file]!).slice(0, 16) })
const manifest = JSON.stringify({ version: 1, model: entry('step.onnx'), encoder: entry('encoder.onnx'), assets: entry('assets.json') })
const chosen: Record<string, string> = { 'manifest.json': manifest, ...contents }

const starter = samplePack([{ path: 'encoder.onnx', sizeBytes: null, sha256: null }, { path: 'model.onnx', sizeBytes: null, sha256: null }])

function plan(texts: Record<string, string>, packs = [starter]) {
  const files = Object.entries(texts).map(([name, text]) => new File([text], name))
  return planImport(files, packs, () => false)
}

const without = (name: string) => Object.fromEntries(Object.entries(chosen).filter(([key]) => key !== name))

describe('files of a model of one graph from disk', () => {
  it.each(Object.keys(chosen))('name %s when it is missing', async (name) => {
    await expect(plan(without(name))).rejects.toMatchObject({ code: 'model-missing', detail: name })
  })

  it.each(['{', '[]', JSON.stringify({ model: null }), JSON.stringify({ packs: [] })])('are refused with a manifest.json that is none: %s', async (json) => {
    await expect(plan({ ...chosen, 'manifest.json': json })).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('are refused where one is of another release', async () => {
    await expect(plan({ ...chosen, 'encoder.onnx': 'decoder' })).rejects.toMatchObject({
      code: 'model-hash-mismatch',
      detail: expect.stringContaining('encoder.onnx') as string,
    })
  })

  it('are refused without a language', async () => {
    const assets = JSON.stringify({ config: {} })
    const listed = JSON.stringify({ ...(JSON.parse(manifest) as object), assets: { file: 'assets.json', bytes: assets.length, sha256: sha256(assets) } })
    await expect(plan({ ...chosen, 'assets.json': assets, 'manifest.json': listed })).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('become a pack of their own under the names that the manifest gives them', async () => {
    const { pack, files } = await plan(chosen)
    expect(pack).toMatchObject({ engine: 'pocket-tts', languages: ['it'], name: 'italian, one graph (from your disk)' })
    expect(pack.id).toMatch(/^local-[0-9a-f]{16}$/)
    expect(pack.files).toEqual(['manifest.json', 'step.onnx', 'encoder.onnx', 'assets.json'].map((path) => (
      { path, sizeBytes: chosen[path]!.length, sha256: sha256(chosen[path]!) })))
    expect(files.map(({ from }) => from.name)).toEqual(pack.files.map(({ path }) => path))
  })

  it('are a listed pack where every hash is published for that very pack', async () => {
    const files = Object.entries(chosen).map(([path, text]) => ({ path, sizeBytes: text.length, sha256: sha256(text) }))
    expect((await plan(chosen, [starter, samplePack(files, { id: 'known' })])).pack.id).toBe('known')
  })
})
