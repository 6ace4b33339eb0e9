import 'fake-indexeddb/auto'
import { createHash, randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import type { ModelPack } from '../protocol/model-pack'
import { createDatabase } from './database'
import { openModelFiles } from './model-files'
import { createModelIndex, type ModelIndex } from './model-index'
import type { ModelPlace } from './model-place'

const whole = new TextEncoder().encode('weights of a small model')
const sha256 = createHash('sha256').update(whole).digest('hex')

const pack = (figures: { sizeBytes: number | null; sha256: string | null }): ModelPack => ({
  id: 'tiny',
  engine: 'kokoro',
  name: 'Tiny',
  description: 'A pack for tests.',
  languages: ['en'],
  licence: 'Apache-2.0',
  licenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
  credit: 'nobody',
  terms: '',
  sources: ['models/'],
  files: [{ path: 'model.onnx', ...figures }],
})

const pinned = pack({ sizeBytes: whole.length, sha256 })

class MemoryPlace implements ModelPlace {
  readonly name = 'opfs'
  readonly blobs = new Map<string, Blob>()
  read = (packId: string, path: string) => Promise.resolve(this.blobs.get(`${packId}/${path}`) ?? null)
  list = () => Promise.resolve([])
  delete = () => Promise.resolve()
}

describe('the kept files of a model pack', () => {
  let index: ModelIndex
  let place: MemoryPlace
  const open = (asked = pinned) => openModelFiles(asked, { index, place: () => place })
  const keep = async (bytes: Uint8Array<ArrayBuffer>, record = { sizeBytes: whole.length, sha256 }) => {
    place.blobs.set('tiny/model.onnx', new Blob([bytes]))
    await index.write({ packId: 'tiny', path: 'model.onnx', place: 'opfs', ...record })
  }

  beforeEach(() => {
    index = createModelIndex(createDatabase(randomUUID()))
    place = new MemoryPlace()
  })

  it('names the file that is missing', async () => {
    const files = await open()
    expect(files.has('model.onnx')).toBe(false)
    await expect(files.read('model.onnx')).rejects.toMatchObject({
      code: 'model-missing',
      detail: expect.stringContaining('tiny/model.onnx') as string,
    })
  })

  it('does not offer a partial download, although its bytes are there', async () => {
    place.blobs.set('tiny/model.onnx', new Blob([whole]))
    const files = await open()
    expect(files.has('model.onnx')).toBe(false)
    await expect(files.read('model.onnx')).rejects.toMatchObject({ code: 'model-missing' })
  })

  it('does not offer bytes of an older revision than the manifest asks for', async () => {
    await keep(whole)
    const files = await open(pack({ sizeBytes: whole.length, sha256: 'f'.repeat(64) }))
    expect(files.has('model.onnx')).toBe(false)
  })

  it('refuses a file that lost its end', async () => {
    await keep(whole.slice(0, -1))
    await expect((await open()).read('model.onnx')).rejects.toMatchObject({ code: 'model-truncated' })
  })

  it('refuses a file with one flipped bit', async () => {
    const corrupt = whole.slice()
    corrupt[3]! ^= 1
    await keep(corrupt)
    await expect((await open()).read('model.onnx')).rejects.toMatchObject({ code: 'model-hash-mismatch' })
  })

  it('says model-missing when the browser evicted the bytes behind our back', async () => {
    await keep(whole)
    place.blobs.clear()
    await expect((await open()).read('model.onnx')).rejects.toMatchObject({ code: 'model-missing' })
  })

  it('gives a file to be read in pieces only where it is there and has its length', async () => {
    await expect((await open()).blob('model.onnx')).rejects.toMatchObject({ code: 'model-missing' })
    await keep(whole.slice(0, -1))
    await expect((await open()).blob('model.onnx')).rejects.toMatchObject({ code: 'model-truncated' })
    await keep(whole)
    const blob = await (await open()).blob('model.onnx')
    expect(new Uint8Array(await blob.slice(1, 3).arrayBuffer())).toEqual(whole.slice(1, 3))
  })

  it('gives the whole file', async () => {
    await keep(whole)
    const files = await open()
    expect(files.has('model.onnx')).toBe(true)
    expect(new Uint8Array(await files.read('model.onnx'))).toEqual(whole)
  })

  it('holds a file without published figures to the ones recorded at its first download', async () => {
    await keep(whole)
    const files = await open(pack({ sizeBytes: null, sha256: null }))
    expect(new Uint8Array(await files.read('model.onnx'))).toEqual(whole)
  })

  it('gives packs with different bytes different keys, and the same bytes the same key', async () => {
    await keep(whole)
    const first = (await open()).packKey
    expect((await open()).packKey).toBe(first)
    const line = `model.onnx ${sha256}\n`
    expect(first).toBe(`tiny@${createHash('sha256').update(line).digest('hex')}`)
    await keep(whole, { sizeBytes: whole.length, sha256: 'a'.repeat(64) })
    expect((await open(pack({ sizeBytes: null, sha256: null }))).packKey).not.toBe(first)
  })
})
