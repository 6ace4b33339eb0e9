import { createCachePlace, openModelCache, readSegments, segmentUrl } from '../../src/shared/storage/cache-place'
import type { ByteStore, OpenFile } from './byte-store'

/** Bytes held in memory before they become a segment: what a crash can lose, against the cost of one cache entry. */
const SEGMENT_BYTES = 8 * 1024 * 1024

/** Files as rows of cached segments, where the origin private file system is not offered. */
export function createCacheByteStore(storage: CacheStorage = caches, segmentBytes = SEGMENT_BYTES): ByteStore {
  const place = createCachePlace(storage)
  const openNames = new Set<string>()
  return {
    ...place,
    placeOf: () => place.name,
    async move(from, to) {
      const cache = await openModelCache(storage)
      const segments = await readSegments(cache, from.packId, from.path)
      if (segments.length === 0) throw new DOMException(`${from.path} is not here`, 'NotFoundError')
      for (const [index, segment] of segments.entries()) await cache.put(segmentUrl(to.packId, to.path, index), new Response(segment))
      await place.delete(from.packId, from.path)
    },
    async open(packId, path) {
      const name = `${packId}/${path}`
      if (openNames.has(name)) throw new DOMException(`${name} is open already`, 'NoModificationAllowedError')
      openNames.add(name)
      try {
        const cache = await openModelCache(storage)
        const segments = await readSegments(cache, packId, path)
        return openSegments({
          segments,
          segmentBytes,
          put: (index, blob) => cache.put(segmentUrl(packId, path, index), new Response(blob)),
          clear: () => place.delete(packId, path),
          release: () => openNames.delete(name),
        })
      } catch (thrown) {
        openNames.delete(name)
        throw thrown
      }
    },
  }
}

interface SegmentRow {
  readonly segments: Blob[]
  readonly segmentBytes: number
  put(index: number, blob: Blob): Promise<void>
  clear(): Promise<void>
  release(): void
}

function openSegments(row: SegmentRow): OpenFile {
  let segments = [...row.segments]
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let waitingBytes = 0

  async function flush(): Promise<void> {
    if (waitingBytes === 0) return
    const segment = new Blob(waiting)
    await row.put(segments.length, segment)
    waiting = []
    waitingBytes = 0
    segments.push(segment)
  }

  return {
    get sizeBytes() {
      return segments.reduce((sum, { size }) => sum + size, waitingBytes)
    },
    async *chunks() {
      for (const segment of segments) yield new Uint8Array(await segment.arrayBuffer())
      for (const bytes of waiting) yield bytes
    },
    async append(bytes) {
      waiting.push(bytes.slice())
      waitingBytes += bytes.length
      if (waitingBytes >= row.segmentBytes) await flush()
    },
    async clear() {
      segments = []
      waiting = []
      waitingBytes = 0
      await row.clear()
    },
    async close() {
      try {
        await flush()
      } finally {
        row.release()
      }
    },
  }
}
