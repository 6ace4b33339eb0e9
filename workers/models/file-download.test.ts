import { createHash } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import { downloadFile, RETRY_DELAYS_MS, type FileDownload } from './file-download'
import { FakeModelHost } from '#testing/models/fake-model-host'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { TAIL_BYTES } from './hashed-part'

const whole = Uint8Array.from({ length: 100 }, (_, index) => (index * 37 + 11) % 251)
const sha256 = createHash('sha256').update(whole).digest('hex')
const FIRST = 'https://first.test/m/model.onnx'
const SECOND = 'https://second.test/m/model.onnx'

describe('downloading one model file', () => {
  let host: FakeModelHost
  let store: MemoryByteStore
  let controller: AbortController
  let waits: number[]
  let seen: number[]

  beforeEach(() => {
    host = new FakeModelHost()
    host.files.set(FIRST, whole)
    store = new MemoryByteStore()
    controller = new AbortController()
    waits = []
    seen = []
  })

  const download = (change: Partial<FileDownload> = {}) =>
    downloadFile({
      packId: 'tiny',
      path: 'model.onnx',
      expectedBytes: whole.length,
      expectedSha256: sha256,
      sources: [{ url: FIRST, own: false }],
      store,
      fetch: host.fetch,
      signal: controller.signal,
      onBytes: (bytes) => seen.push(bytes),
      delay: (ms) => {
        waits.push(ms)
        return Promise.resolve()
      },
      ...change,
    })
  const stored = () => store.bytes('tiny', 'model.onnx')
  const ranges = () => host.requests.map(({ range }) => range)

  describe('when something is wrong', () => {
    it('drops the file, and only it, when one byte differs', async () => {
      const corrupt = whole.slice()
      corrupt[50]! ^= 1
      host.files.set(FIRST, corrupt)
      store.files.set('tiny/other.onnx', whole)
      await expect(download()).rejects.toMatchObject({ code: 'model-hash-mismatch' })
      expect(stored()).toBeUndefined()
      expect(store.bytes('tiny', 'other.onnx')).toEqual(whole)
    })

    it('drops a stored part that was corrupted on disk, found by the hash of the whole', async () => {
      const part = whole.slice(0, 40)
      part[5]! ^= 1
      store.files.set('tiny/model.onnx', part)
      await expect(download()).rejects.toMatchObject({ code: 'model-hash-mismatch' })
      expect(stored()).toBeUndefined()
    })

    it('stops as soon as the source sends more than was promised', async () => {
      host.files.set(FIRST, new Uint8Array(10_000))
      await expect(download()).rejects.toMatchObject({ code: 'model-hash-mismatch' })
      expect(Math.max(...seen)).toBeLessThanOrEqual(whole.length)
    })

    it.each([true, false])('calls a file that stays short truncated, and keeps what came (ranges: %s)', async (ranges) => {
      host.files.set(FIRST, whole.slice(0, 60))
      host.supportsRange = ranges
      host.sendsLength = false
      await expect(download()).rejects.toMatchObject({ code: 'model-truncated' })
      expect(stored()).toEqual(whole.slice(0, 60))
    })

    it('notices a truncated answer of unknown size by its announced length', async () => {
      host.supportsRange = false
      host.fail(FIRST, ...Array.from({ length: 9 }, () => ({ kind: 'ends-early', afterBytes: 30 }) as const))
      await expect(download({ expectedBytes: null, expectedSha256: null })).rejects.toMatchObject({
        code: 'model-truncated',
      })
    })

    it('says model-not-found with the addresses when no source has the file', async () => {
      host.files.clear()
      const sources = [
        { url: FIRST, own: true },
        { url: SECOND, own: false },
      ]
      await expect(download({ sources })).rejects.toMatchObject({
        code: 'model-not-found',
        detail: expect.stringMatching(/first\.test.*404.*second\.test.*404/) as string,
      })
      expect(waits).toEqual([])
    })

    it('takes its own page for "not here", also when no other source has the file', async () => {
      host.fail(FIRST, { kind: 'web-page' })
      await expect(download({ sources: [{ url: FIRST, own: true }] })).rejects.toMatchObject({ code: 'model-not-found' })
    })

    it('does not believe an empty answer', async () => {
      host.files.set(FIRST, new Uint8Array())
      await expect(download({ expectedBytes: null, expectedSha256: null })).rejects.toMatchObject({
        code: 'model-truncated',
      })
    })

    it('does not take a resumed part of unknown size for whole when the answer breaks off', async () => {
      store.files.set('tiny/model.onnx', whole.slice(0, 70))
      host.fail(FIRST, { kind: 'ends-early', afterBytes: 10 })
      await expect(download({ expectedBytes: null })).resolves.toEqual({ sizeBytes: 100, sha256 })
      expect(ranges()).toEqual(['bytes=70-', 'bytes=80-'])
    })

    it('tries a few times with growing waits when offline, then gives up and keeps the part', async () => {
      host.fail(FIRST, { kind: 'breaks', afterBytes: 30 })
      host.fail(FIRST, ...Array.from({ length: 9 }, () => ({ kind: 'offline' }) as const))
      await expect(download()).rejects.toMatchObject({ code: 'model-download-failed' })
      expect(waits).toEqual([RETRY_DELAYS_MS[0], ...RETRY_DELAYS_MS.slice(1)])
      expect(stored()).toEqual(whole.slice(0, 30))
    })

    it('says storage-full when the disk takes no more, and keeps what it took', async () => {
      store.quotaBytes = 45
      await expect(download()).rejects.toMatchObject({ code: 'storage-full' })
      expect(stored()).toEqual(whole.slice(0, 40))
      expect(host.requests).toHaveLength(1)
    })

    it('refuses a file that somebody else is writing', async () => {
      await store.open('tiny', 'model.onnx')
      await expect(download()).rejects.toMatchObject({ code: 'busy-elsewhere' })
    })

    it('ends with aborted on a pause in mid-stream and keeps what came', async () => {
      host.fail(FIRST, { kind: 'hangs', afterBytes: 50 })
      host.onHang = () => {
        controller.abort()
      }
      await expect(download()).rejects.toMatchObject({ code: 'aborted' })
      expect(stored()).toEqual(whole.slice(0, 50))
    })

    it('ends with aborted on a pause while the stored part is hashed, before anything is fetched', async () => {
      store.files.set('tiny/model.onnx', whole.slice(0, 73))
      controller.abort()
      await expect(download()).rejects.toMatchObject({ code: 'aborted' })
      expect(host.requests).toEqual([])
      expect(stored()).toEqual(whole.slice(0, 73))
    })

    it('ends with aborted on a pause between two attempts', async () => {
      host.fail(FIRST, { kind: 'offline' })
      const delay = () => {
        controller.abort()
        return Promise.reject(controller.signal.reason as Error)
      }
      await expect(download({ delay })).rejects.toMatchObject({ code: 'aborted' })
    })

    it('takes a web page from a foreign host for a failure, not for the model', async () => {
      host.fail(FIRST, ...Array.from({ length: 9 }, () => ({ kind: 'web-page' }) as const))
      await expect(download()).rejects.toMatchObject({ code: 'model-download-failed' })
    })
  })

  it('asks without cache and credentials', async () => {
    await download()
    expect(host.requests[0]?.init).toMatchObject({ cache: 'no-store', credentials: 'omit' })
    expect(ranges()).toEqual([null])
  })

  it('stores the whole file and says its figures', async () => {
    await expect(download()).resolves.toEqual({ sizeBytes: 100, sha256 })
    expect(stored()).toEqual(whole)
    expect(seen.at(-1)).toBe(100)
  })

  it('believes the first complete download where nothing is published', async () => {
    await expect(download({ expectedBytes: null, expectedSha256: null })).resolves.toEqual({ sizeBytes: 100, sha256 })
  })

  it('goes on from the part of an earlier visit', async () => {
    store.files.set('tiny/model.onnx', whole.slice(0, 73))
    await download()
    expect(ranges()).toEqual(['bytes=73-'])
    expect(seen[0]).toBe(73)
    expect(stored()).toEqual(whole)
  })

  it('goes on after a line that broke, without fetching anything twice', async () => {
    host.fail(FIRST, { kind: 'breaks', afterBytes: 30 }, { kind: 'breaks', afterBytes: 20 })
    await download()
    expect(ranges()).toEqual([null, 'bytes=30-', 'bytes=50-'])
    expect(stored()).toEqual(whole)
  })

  it('arrives over a line that drops again and again, as long as something comes', async () => {
    host.fail(FIRST, ...Array.from({ length: 9 }, () => ({ kind: 'breaks', afterBytes: 10 }) as const))
    await download()
    expect(stored()).toEqual(whole)
    expect(new Set(waits)).toEqual(new Set([RETRY_DELAYS_MS[0]]))
  })

  it('starts over when the host knows no ranges', async () => {
    host.supportsRange = false
    store.files.set('tiny/model.onnx', whole.slice(0, 73))
    await download()
    expect(stored()).toEqual(whole)
  })

  it('starts over when the host answers from another byte than asked', async () => {
    store.files.set('tiny/model.onnx', whole.slice(0, 73))
    host.fail(FIRST, { kind: 'wrong-start', start: 10 })
    await download()
    expect(ranges()).toEqual(['bytes=73-', null])
    expect(stored()).toEqual(whole)
  })

  it('starts over when the part is longer than the file', async () => {
    store.files.set('tiny/model.onnx', new Uint8Array(101))
    await download()
    expect(ranges()).toEqual([null])
    expect(stored()).toEqual(whole)
  })

  it('fetches nothing when the part is already whole', async () => {
    store.files.set('tiny/model.onnx', whole)
    await download()
    expect(host.requests).toEqual([])
  })

  it('takes 416 for "that is all" when the part is whole and the size was unknown', async () => {
    store.files.set('tiny/model.onnx', whole)
    await expect(download({ expectedBytes: null })).resolves.toEqual({ sizeBytes: 100, sha256 })
    expect(ranges()).toEqual(['bytes=100-'])
  })

  it('starts over on 416 when the part is of a longer file', async () => {
    store.files.set('tiny/model.onnx', new Uint8Array(120))
    await download({ expectedBytes: null })
    expect(ranges()).toEqual(['bytes=120-', null])
    expect(stored()).toEqual(whole)
  })

  describe('of a file whose hash is not known', () => {
    const long = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 37 + (index >> 8)) % 251)
    const begun = long.slice(0, 18_000)
    const repeating = `bytes=${begun.length - TAIL_BYTES}-`

    it('goes on from a part where the host repeats its end, also when its size is not known', async () => {
      for (const expectedBytes of [long.length, null]) {
        host.files.set(FIRST, long)
        store.files.set('tiny/model.onnx', begun)
        await expect(download({ expectedBytes, expectedSha256: null })).resolves.toMatchObject({ sizeBytes: long.length })
        expect(Buffer.compare(stored()!, long)).toBe(0)
      }
      expect(new Set(ranges())).toEqual(new Set([repeating]))
    })

    it.each([
      ['of the same size', long.map((byte) => byte ^ 1), long.length],
      ['that ends before the part does', long.slice(0, 17_000), null],
    ])('starts over where the host has another file by now, %s', async (_, newer, expectedBytes) => {
      host.files.set(FIRST, newer)
      store.files.set('tiny/model.onnx', begun)
      await download({ expectedBytes, expectedSha256: null })
      expect(ranges()).toEqual([repeating, null])
      expect(Buffer.compare(stored()!, newer)).toBe(0)
    })
  })

  it.each([
    ['a 404', { kind: 'status', status: 404 }],
    ["the app's own page", { kind: 'web-page' }],
  ] as const)('goes to the next source when its own host answers with %s', async (_, fault) => {
    host.fail(FIRST, fault)
    host.files.set(SECOND, whole)
    await download({
      sources: [
        { url: FIRST, own: true },
        { url: SECOND, own: false },
      ],
    })
    expect(host.requests.map(({ url }) => url)).toEqual([FIRST, SECOND])
    expect(waits).toEqual([])
    expect(stored()).toEqual(whole)
  })
})
