import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fetchHashedAsset, isHashedAsset, keepAssets } from './hashed-asset-cache'

const OLD = 'https://myna.example/app/assets/runtime-AAAAAAAA.wasm'
const NEW = 'https://myna.example/app/assets/runtime-B_-bbbb9.wasm'
const OTHER = 'https://myna.example/app/assets/runtime.jspi-AAAAAAAA.wasm'

/** A cache in memory with the three calls that are used. */
class MemoryCache {
  readonly entries = new Map<string, Response>()
  full = false

  match(url: string) {
    return Promise.resolve(this.entries.get(url)?.clone())
  }
  put(url: string, response: Response) {
    if (this.full) return Promise.reject(new DOMException('no space', 'QuotaExceededError'))
    this.entries.set(url, response)
    return Promise.resolve()
  }
  keys() {
    return Promise.resolve([...this.entries.keys()].map((url) => ({ url })))
  }
  delete(url: string) {
    return Promise.resolve(this.entries.delete(url))
  }
}

describe('the cache of hashed files', () => {
  let cache: MemoryCache
  const network = vi.fn<(url: string) => Promise<Response>>()
  beforeEach(() => {
    cache = new MemoryCache()
    network.mockReset()
    network.mockImplementation((url) => Promise.resolve(new Response(`bytes of ${url}`)))
    vi.stubGlobal('caches', { open: () => Promise.resolve(cache) })
    vi.stubGlobal('fetch', network)
  })
  afterEach(() => vi.unstubAllGlobals())

  it('rejects when the file is not kept and there is no network', async () => {
    network.mockRejectedValue(new TypeError('Failed to fetch'))
    await expect(fetchHashedAsset(NEW)).rejects.toThrow('Failed to fetch')
  })

  it('does not keep what the host refuses', async () => {
    network.mockResolvedValue(new Response('gone', { status: 404 }))
    expect((await fetchHashedAsset(NEW)).status).toBe(404)
    expect(cache.entries.size).toBe(0)
    expect(await keepAssets([NEW])).toBe(false)
  })

  it('still gives the file when the disk is full', async () => {
    cache.full = true
    expect(await (await fetchHashedAsset(NEW)).text()).toBe(`bytes of ${NEW}`)
  })

  it('asks the network once', async () => {
    await fetchHashedAsset(NEW)
    expect(await (await fetchHashedAsset(NEW)).text()).toBe(`bytes of ${NEW}`)
    expect(network).toHaveBeenCalledTimes(1)
  })

  it('drops an older build of the same file, and no other file', async () => {
    for (const url of [OLD, OTHER, NEW]) await fetchHashedAsset(url)
    expect([...cache.entries.keys()]).toEqual([OTHER, NEW])
  })

  it('takes only built files with a hash in their name', () => {
    expect(isHashedAsset(NEW)).toBe(true)
    for (const path of ['assets/runtime.wasm', 'models/model-AAAAAAAA.onnx', 'index.html']) {
      expect(isHashedAsset(`https://myna.example/app/${path}`)).toBe(false)
    }
  })

  it('keeps on request, leaving away what is no hashed file', async () => {
    expect(await keepAssets([NEW, 'https://myna.example/app/index.html'])).toBe(true)
    expect([...cache.entries.keys()]).toEqual([NEW])
  })
})
