import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AnalysisApi } from '../shared/protocol/analysis'
import { createAnalysisService } from './analysis-service'
import { FakeWorker } from '#testing/services/fake-worker'

const request = { samples: new Float32Array(24_000), sampleRate: 24_000 }
const live = () => new AbortController().signal
const voice = Float32Array.of(0.6, 0.8)

let workers: FakeWorker[]
beforeEach(() => { workers = [] })
afterEach(() => { vi.useRealTimers() })

function client(embedSpeech: AnalysisApi['embedSpeech'], others: Partial<AnalysisApi> = {}) {
  return createAnalysisService(() => {
    const worker = new FakeWorker({ embedSpeech, ...others })
    workers.push(worker)
    return worker.asWorker()
  })
}

it('rejects with the reason that the worker gives', async () => {
  const service = client(() => Promise.resolve({ ok: false, error: { code: 'prompt-too-short', detail: '10 samples' } }))
  await expect(service.embedSpeech(request, live())).rejects.toMatchObject({ code: 'prompt-too-short' })
  service.dispose()
})

it('rejects at once when it is given up, and keeps the worker for the next call', async () => {
  const controller = new AbortController()
  let calls = 0
  const service = client(() => (++calls === 1 ? new Promise(() => undefined) : Promise.resolve({ ok: true, value: voice })))
  const given = service.embedSpeech(request, controller.signal)
  controller.abort()
  await expect(given).rejects.toMatchObject({ code: 'aborted' })
  expect(await service.embedSpeech(request, live())).toEqual(voice)
  expect(workers).toHaveLength(1)
  service.dispose()
})

it('lets an idle worker go and starts another when it is needed', async () => {
  const service = client(() => Promise.resolve({ ok: true, value: voice }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await service.embedSpeech(request, live())
  vi.advanceTimersByTime(60_000)
  await service.embedSpeech(request, live())
  expect(workers).toHaveLength(2)
  service.dispose()
})

it('asks the same worker for speech and for less noise', async () => {
  const service = client(() => new Promise(() => undefined), {
    findSpeech: () => Promise.resolve({ ok: true, value: Float32Array.of(0.25) }),
    suppressNoise: () => Promise.resolve({ ok: false, error: { code: 'model-download-failed', detail: 'offline' } }),
  })
  expect(await service.findSpeech(request, live())).toEqual(Float32Array.of(0.25))
  await expect(service.suppressNoise(request, live())).rejects.toMatchObject({ code: 'model-download-failed' })
  expect(workers).toHaveLength(1)
  service.dispose()
})
