import type { ModelPlace, PlacedFile } from './model-place'

const CACHE_NAME = 'myna-models'

/** A cached response cannot grow, so a file is a row of segments: `<base>/<pack id>/<path>?segment=<n>`, n from 0. */
const BASE = 'https://models.invalid/'

/** The Cache API, for browsers or windows without the origin private file system. */
export function createCachePlace(storage: CacheStorage = caches): ModelPlace {
  const cache = (): Promise<Cache> => storage.open(CACHE_NAME)
  return {
    name: 'cache',
    async read(packId, path) {
      const segments = await readSegments(await cache(), packId, path)
      return segments.length === 0 ? null : new Blob(segments)
    },
    async list() {
      const sizes = new Map<string, PlacedFile>()
      const open = await cache()
      for (const request of await open.keys()) {
        const { pathname } = new URL(request.url)
        const [packId = '', path = ''] = pathname.slice(1).split('/').map(decodeURIComponent)
        const response = await open.match(request)
        const sizeBytes = (sizes.get(pathname)?.sizeBytes ?? 0) + ((await response?.blob())?.size ?? 0)
        sizes.set(pathname, { packId, path, sizeBytes })
      }
      return [...sizes.values()]
    },
    async delete(packId, path) {
      const open = await cache()
      for (let index = 0; await open.delete(segmentUrl(packId, path, index)); index += 1);
    },
  }
}

/** Opens the cache that holds the segments. */
export function openModelCache(storage: CacheStorage): Promise<Cache> {
  return storage.open(CACHE_NAME)
}

/** Address of one segment. Never fetched: `.invalid` cannot resolve (RFC 2606). */
export function segmentUrl(packId: string, path: string, index: number): string {
  return `${BASE}${encodeURIComponent(packId)}/${encodeURIComponent(path)}?segment=${index}`
}

/** All segments in order. */
export async function readSegments(cache: Cache, packId: string, path: string): Promise<Blob[]> {
  const segments: Blob[] = []
  for (;;) {
    const response = await cache.match(segmentUrl(packId, path, segments.length))
    if (!response) return segments
    segments.push(await response.blob())
  }
}
