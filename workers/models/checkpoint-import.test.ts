import 'fake-indexeddb/auto'
import { createHash, randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import { tinySizes } from '#fixtures/pocket-sizes'
import { checkpointTensors, ruleCheckpointFile } from '#fixtures/rule-checkpoint'
import { writeSafetensors } from '#fixtures/safetensors'
import { tinyTokenizer } from '#fixtures/tiny-tokenizer'
import type { Progress } from '../../src/shared/protocol/inference'
import type { DiskFile } from '../../src/shared/protocol/models'
import { createDatabase } from '../../src/shared/storage/database'
import { openModelFiles } from '../../src/shared/storage/model-files'
import { createModelIndex, type ModelIndex } from '../../src/shared/storage/model-index'
import { createPackRegistry, type PackRegistry } from './pack-registry'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { samplePack } from '#testing/models/sample-pack'

const heads = '{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}'
const checkpointBytes = Uint8Array.from(ruleCheckpointFile(tinySizes))
const checkpoint = new File([checkpointBytes], 'german.safetensors')
const tokenizer = new File([Uint8Array.from(tinyTokenizer())], 'tokenizer.model')
const config = new File([heads], 'config.json')
const starter = samplePack([{ path: 'model.onnx', sizeBytes: 1, sha256: null }], { id: 'starter' })

/** The tiny model without one tensor; the values do not matter. */
function checkpointWithout(lacking: string): File {
  const tensors = checkpointTensors(tinySizes).filter(({ name }) => name !== lacking).map(({ name, shape }) => {
    const bytes = new Uint8Array(4 * shape.reduce((product, dim) => product * dim, 1))
    return [name, { dtype: 'F32' as const, shape, bytes }] as const
  })
  return new File([Uint8Array.from(writeSafetensors(new Map(tensors), {}))], 'model.safetensors')
}

let store: MemoryByteStore
let index: ModelIndex
let registry: PackRegistry
let freeBytes: number

async function reload() {
  registry = createPackRegistry({
    index,
    store,
    compiled: { erase: () => Promise.resolve() },
    fetch: () => Promise.reject(new TypeError('no network in this test')),
    keepsTokensHome: true,
    estimate: () => Promise.resolve({ usage: 0, quota: freeBytes }),
    withPackLock: (_, act) => act(),
    now: () => 0,
    delay: () => Promise.resolve(),
    changes: { announce: () => undefined, listen: () => undefined },
  })
  return registry.open({ version: 1, packs: [starter] }, 'https://app.test/', () => undefined)
}

beforeEach(async () => {
  store = new MemoryByteStore()
  index = createModelIndex(createDatabase(randomUUID()))
  freeBytes = Infinity
  await reload()
})

const give = (files: readonly DiskFile[], onProgress: (progress: Progress) => void = () => undefined) => registry.importFiles(files, onProgress)

async function expectNothingLeft(): Promise<void> {
  expect([...store.files.keys()]).toEqual([])
  expect(await index.localPacks()).toEqual([])
  expect((await reload()).map(({ pack }) => pack.id)).toEqual(['starter'])
}

describe('using a checkpoint from disk', () => {
  it.each([
    ['model-missing', 'tokenizer.model', [checkpoint, config]],
    ['model-mismatch', 'other.safetensors', [checkpoint, new File(['x'], 'other.safetensors'), tokenizer]],
    ['model-invalid', 'tokenizer.model', [checkpoint, new File([], 'tokenizer.model')]],
    ['model-invalid', '.safetensors', [new File(['{"a": "song"}'], 'song.safetensors'), tokenizer]],
    ['model-invalid', 'cut off', [new File([checkpointBytes.slice(0, -1)], 'model.safetensors'), tokenizer, config]],
    ['model-invalid', 'JSON', [checkpoint, tokenizer, new File(['{'], 'config.json')]],
    ['model-invalid', 'line 1', [checkpoint, tokenizer, new File(['<!doctype html>'], 'config.yaml')]],
    ['model-mismatch', 'mimi.encoder.model.6.conv.bias', [checkpointWithout('mimi.encoder.model.6.conv.bias'), tokenizer, config]],
    // Without a configuration heads are 64 wide: this model has fewer values than that in some rows.
    ['model-mismatch', 'heads', [new File([ruleCheckpointFile({ ...tinySizes, lm: { ...tinySizes.lm, headWidth: 12 } }).slice()], 'model.safetensors'), tokenizer]],
  ])('says %s and names %s, and keeps nothing', async (code, words, files) => {
    await expect(give(files)).rejects.toMatchObject({ code, detail: expect.stringContaining(words) as string })
    await expectNothingLeft()
  })

  it('asks for room before the first byte', async () => {
    freeBytes = 1000
    await expect(give([checkpoint, tokenizer, config])).rejects.toMatchObject({ code: 'storage-full' })
    expect(store.opened).toEqual([])
    await expectNothingLeft()
  })

  it('keeps nothing when the disk fills up in the middle of the weights', async () => {
    store.quotaBytes = 100_000
    await expect(give([checkpoint, tokenizer, config])).rejects.toMatchObject({ code: 'storage-full' })
    expect(store.opened.length).toBeGreaterThan(1)
    await expectNothingLeft()
  })

  it.each(['Reading german.safetensors', 'Copying german.safetensors'])('keeps nothing when it is cancelled while "%s"', async (moment) => {
    const taking = give([checkpoint, tokenizer, config], ({ label }) => {
      if (label === moment) registry.cancelImport()
    })
    await expect(taking).rejects.toMatchObject({ code: 'aborted' })
    await expectNothingLeft()
  })

  it('can be given again after it was cancelled', async () => {
    await expect(give([checkpoint, tokenizer, config], () => { registry.cancelImport() })).rejects.toMatchObject({ code: 'aborted' })
    await expect(give([checkpoint, tokenizer, config])).resolves.toMatchObject({ engine: 'pocket-tts' })
  })

  it('makes a pack of the files as they are, which is ready, holds their hashes, and is there after a reload', async () => {
    const pack = await give([tokenizer, checkpoint, config])
    expect(pack).toMatchObject({ name: 'german (from your disk)', languages: ['de'], sources: ['disk:'] })
    expect(pack.id).toMatch(/^local-[0-9a-f]{16}$/)
    const status = (await reload()).find(({ pack: { id } }) => id === pack.id)
    expect(status).toMatchObject({ pack, state: { phase: 'ready' } })
    const files = await openModelFiles(pack, { index, place: () => store })
    for (const { path, sizeBytes, sha256 } of pack.files) {
      const bytes = new Uint8Array(await files.read(path))
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([sizeBytes, sha256])
    }
    expect(pack.files.map(({ path }) => path).toSorted()).toEqual(['config.json', 'model.safetensors', 'tokenizer.model'])
    expect(Buffer.compare(new Uint8Array(await files.read('model.safetensors')), checkpointBytes)).toBe(0)
    expect(Buffer.compare(new Uint8Array(await files.read('tokenizer.model')), tinyTokenizer())).toBe(0)
  })

  it('takes a configuration in YAML and a tokenizer in JSON for what they are', async () => {
    const yaml = new File(['flow_lm:\n  transformer:\n    num_heads: 4\nmimi:\n  transformer:\n    num_heads: 2\n'], 'english_tiny.yaml')
    const pack = await give([checkpoint, new File(['{}'], 'tokenizer.json'), yaml])
    expect(pack.name).toBe('english_tiny (from your disk)')
    expect(pack.files.map(({ path }) => path).toSorted()).toEqual(['config.yaml', 'model.safetensors', 'tokenizer.json'])
  })

  it('tells how far it is, reading and copying', async () => {
    const reports: Progress[] = []
    await give([checkpoint, tokenizer, config], (progress) => { reports.push(progress) })
    for (const label of ['Reading german.safetensors', 'Copying german.safetensors']) {
      const fractions = reports.filter((report) => report.label === label).map(({ fraction }) => fraction)
      expect(fractions.at(-1)).toBe(1)
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    }
  })

  it('reads the weights in slices of a few megabytes', async () => {
    const pieceBytes = 4 * 1024 * 1024
    const large = new File([checkpointBytes, new Uint8Array(3 * pieceBytes)], 'large.safetensors')
    const sliced: number[] = []
    const watched: DiskFile = {
      name: large.name,
      size: large.size,
      slice(start = 0, end = large.size) {
        const slice = large.slice(start, end)
        sliced.push(slice.size)
        return slice
      },
    }
    await give([watched, tokenizer, config])
    expect(Math.max(...sliced)).toBe(pieceBytes)
  })

  it('takes the same files for the same pack without copying it again, other ones for another', async () => {
    const first = await give([checkpoint, tokenizer, config])
    const opened = store.opened.length
    expect(await give([config, tokenizer, checkpoint])).toEqual(first)
    expect(store.opened).toHaveLength(opened)
    const other = await give([checkpoint, new File(['another'], 'tokenizer.model'), config])
    expect(other.id).not.toBe(first.id)
  })

  it('drops what a crash left half done when copying it anew is cancelled, else makes it whole', async () => {
    const pack = await give([checkpoint, tokenizer, config])
    store.files.delete(`${pack.id}/model.safetensors`)
    expect((await reload()).find(({ pack: { id } }) => id === pack.id)?.state.phase).toBe('absent')
    const cancelCopying = ({ label }: Progress) => { if (label.startsWith('Copying')) registry.cancelImport() }
    await expect(give([checkpoint, tokenizer, config], cancelCopying)).rejects.toMatchObject({ code: 'aborted' })
    await expectNothingLeft()
    expect(await give([checkpoint, tokenizer, config])).toEqual(pack)
    expect((await reload()).find(({ pack: { id } }) => id === pack.id)?.state.phase).toBe('ready')
  })

  it('takes a bundle for a bundle, whatever lies beside it', async () => {
    const files = [new File(['{}'], 'bundle.json'), checkpoint]
    await expect(give(files)).rejects.toMatchObject({ code: 'model-invalid', detail: expect.stringContaining('bundle.json') as string })
    expect(store.opened).toEqual([])
  })
})
