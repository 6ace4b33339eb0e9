import { describe, expect, it } from 'vitest'
import { MynaError } from '../../src/shared/protocol/errors'
import { createKeptModelCache, KEPT_MODELS } from './kept-model-cache'

const files = {
  has: (path: string) => path !== 'absent.json',
  read: (path: string) =>
    path === 'damaged.json'
      ? Promise.reject(new MynaError('model-hash-mismatch', path))
      : Promise.resolve(new TextEncoder().encode(`bytes of ${path}`).buffer),
}

describe('the cache in front of the kept files', () => {
  it('finds nothing at a public address, whatever its name', async () => {
    const cache = createKeptModelCache('whisper', files)
    expect(await cache.match('https://huggingface.co/whisper/resolve/main/config.json')).toBeUndefined()
    expect(await cache.match(`${KEPT_MODELS}other/config.json`)).toBeUndefined()
  })

  it('finds nothing where the pack lacks the file, which is no failure', async () => {
    const cache = createKeptModelCache('whisper', files)
    expect(await cache.match(`${KEPT_MODELS}whisper/absent.json`)).toBeUndefined()
    expect(cache.failure()).toBeNull()
  })

  it('remembers why a file could not be read', async () => {
    const cache = createKeptModelCache('whisper', files)
    await expect(cache.match(`${KEPT_MODELS}whisper/damaged.json`)).rejects.toThrow()
    expect(cache.failure()).toMatchObject({ code: 'model-hash-mismatch', detail: 'damaged.json' })
  })

  it('gives the bytes and their number', async () => {
    const found = await createKeptModelCache('whisper', files).match(`${KEPT_MODELS}whisper/onnx/encoder.onnx`)
    expect(await found?.text()).toBe('bytes of onnx/encoder.onnx')
    expect(found?.headers.get('Content-Length')).toBe('26')
  })
})
