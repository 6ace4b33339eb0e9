import { describe, expect, it, vi } from 'vitest'

import type { PackStatus } from '../shared/protocol/model-pack'
import type { ModelsApi } from '../shared/protocol/models'
import { createModelsService } from './models-service'
import { FakeWorker } from '#testing/services/fake-worker'

const status = (phase: 'ready' | 'absent') => ({ pack: { id: 'tiny' }, state: { phase } }) as unknown as PackStatus
const manifest = { version: 1, packs: [] }
const answering = (body: unknown, init?: ResponseInit) => () =>
  Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), init))

function setUp(overrides: Partial<ModelsApi> = {}, fetchManifest: typeof fetch = answering(manifest)) {
  const workers: FakeWorker[] = []
  const opened: unknown[] = []
  const api: Partial<ModelsApi> = {
    open(seen, baseUrl, onStatus) {
      opened.push([seen, baseUrl])
      onStatus(status('absent'))
      return Promise.resolve({ ok: true, value: [status('absent')] })
    },
    download: () => Promise.resolve({ ok: true, value: status('ready') }),
    ...overrides,
  }
  const service = createModelsService({
    baseUrl: 'https://app.test/myna/',
    fetch: fetchManifest,
    spawn: () => {
      const worker = new FakeWorker(api)
      workers.push(worker)
      return worker.asWorker()
    },
  })
  return { service, workers, opened }
}

describe('models client', () => {
  it.each([
    ['model-download-failed', () => Promise.reject(new TypeError('offline'))],
    ['model-not-found', answering('gone', { status: 404 })],
    ['manifest-invalid', answering('<!doctype html>')],
  ])('rejects with %s when the manifest does not come, and tries again at the next call', async (code, first) => {
    const fetchManifest = vi.fn<typeof fetch>(answering(manifest)).mockImplementationOnce(first)
    const { service } = setUp({}, fetchManifest)
    await expect(service.open(() => undefined)).rejects.toMatchObject({ code })
    await expect(service.download('tiny', null)).resolves.toMatchObject({ state: { phase: 'ready' } })
    service.dispose()
  })

  it("passes the worker's own error on", async () => {
    const error = { code: 'storage-full', detail: 'no room' } as const
    const { service } = setUp({ download: () => Promise.resolve({ ok: false, error }) })
    await expect(service.download('tiny', null)).rejects.toMatchObject(error)
    service.dispose()
  })

  it('rejects what is pending when the worker dies, and opens the new worker for the same listener', async () => {
    const { service, workers, opened } = setUp({ download: () => new Promise(() => undefined) })
    const onStatus = vi.fn()
    await service.open(onStatus)
    const downloading = service.download('tiny', null)
    await Promise.resolve()
    await expect.poll(() => workers).toHaveLength(1)
    workers[0]!.fail('out of memory')
    await expect(downloading).rejects.toMatchObject({ code: 'worker-crashed' })
    await expect.poll(() => [opened.length, onStatus.mock.calls.length]).toEqual([2, 2])
    expect(workers).toHaveLength(2)
    service.dispose()
  })

  it('opens once, with the manifest beside the page, for all calls', async () => {
    const fetchManifest = vi.fn<typeof fetch>(answering(manifest))
    const { service, opened } = setUp({}, fetchManifest)
    await Promise.all([service.open(() => undefined), service.download('tiny', null), service.download('tiny', null)])
    expect(fetchManifest.mock.calls.map(([url]) => (url as URL).href)).toEqual(['https://app.test/myna/model-manifest.json'])
    expect(opened).toEqual([[manifest, 'https://app.test/myna/']])
    service.dispose()
  })

  it('tells the worker to stop an import, and ends only when the worker has', async () => {
    const ends: (() => void)[] = []
    const cancelImport = vi.fn()
    const { service } = setUp({
      importFiles: () => new Promise((resolve) => {
        ends.push(() => { resolve({ ok: false, error: { code: 'aborted', detail: 'stopped on request' } }) })
      }),
      cancelImport,
    })
    const stopping = new AbortController()
    const settled = vi.fn()
    const importing = service.importFiles([], () => undefined, stopping.signal)
    importing.catch(settled)
    await expect.poll(() => ends).toHaveLength(1)
    stopping.abort()
    await expect.poll(() => cancelImport).toHaveBeenCalledOnce()
    expect(settled).not.toHaveBeenCalled()
    ends[0]?.()
    await expect(importing).rejects.toMatchObject({ code: 'aborted' })
    await expect(service.importFiles([], () => undefined, stopping.signal)).rejects.toMatchObject({ code: 'aborted' })
    expect(ends).toHaveLength(1)
    service.dispose()
  })
})
