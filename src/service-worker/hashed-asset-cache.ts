/**
 * Cache for built files that are too big for the precache (the runtime's wasm). Their names carry a content hash, so
 * what is kept never goes stale; a new hash of the same file replaces the old one.
 */

const CACHE_NAME = 'myna-hashed-assets-v1'

/** Address of a built file with a content hash, split into what names the file and the hash. */
const HASHED_NAME = /^(?<stem>.*\/assets\/[^/]+)-[\w-]{8}(?<extension>\.\w+)$/

/** Address without the hash, or null where there is none. */
function identityOf(url: string): string | null {
  const groups = HASHED_NAME.exec(new URL(url).pathname)?.groups
  return groups === undefined ? null : `${groups['stem'] ?? ''}${groups['extension'] ?? ''}`
}

/** True for what this cache takes: built files with a content hash in their name. */
export function isHashedAsset(url: string): boolean {
  return identityOf(url) !== null
}

async function dropOlderHashes(cache: Cache, url: string): Promise<void> {
  const identity = identityOf(url)
  for (const { url: keptUrl } of await cache.keys()) {
    if (keptUrl !== url && identityOf(keptUrl) === identity) await cache.delete(keptUrl)
  }
}

/**
 * The kept response, or the network's, which is kept when complete. A full disk costs only the keeping; network
 * failures reject.
 */
export async function fetchHashedAsset(url: string): Promise<Response> {
  const cache = await caches.open(CACHE_NAME)
  const kept = await cache.match(url)
  if (kept !== undefined) return kept
  const response = await fetch(url)
  if (response.status === 200) {
    try {
      await cache.put(url, response.clone())
      await dropOlderHashes(cache, url)
    } catch (thrown) {
      if (!(thrown instanceof DOMException && thrown.name === 'QuotaExceededError')) throw thrown
    }
  }
  return response
}

/** Keeps what `urls` name, unless it is kept already. Resolves to whether all of it could be had. */
export async function keepAssets(urls: readonly string[]): Promise<boolean> {
  const outcomes = await Promise.allSettled(urls.filter(isHashedAsset).map(fetchHashedAsset))
  return outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value.ok)
}
