import { afterEach, expect, it, vi } from 'vitest'
import type { TranscribeRequest, TranscriptionApi } from '../shared/protocol/transcription'
import { FakeWorker } from '#testing/services/fake-worker'
import { createTranscriptionService } from './transcription-service'

const request = { samples: new Float32Array(3), sampleRate: 24_000, language: null } as unknown as TranscribeRequest
const heard = { text: 'hello', language: 'en', words: [] }
const silent = () => undefined
const never = new AbortController().signal

function setUp(transcribe: TranscriptionApi['transcribe']) {
  const workers: FakeWorker[] = []
  const service = createTranscriptionService(() => {
    const worker = new FakeWorker({ transcribe })
    workers.push(worker)
    return worker.asWorker()
  })
  return { service, workers }
}

const hangs = () => new Promise<never>(() => undefined)

afterEach(() => { vi.useRealTimers() })

it('starts no worker before there is something to listen to', () => {
  expect(setUp(hangs).workers).toEqual([])
})

it('rejects what is waiting when the worker dies, and listens with a fresh one afterwards', async () => {
  let calls = 0
  const { service, workers } = setUp(() => (calls++ === 0 ? hangs() : Promise.resolve({ ok: true, value: heard })))
  const lost = service.transcribe(request, silent, never)
  await expect.poll(() => calls).toBe(1)
  workers[0]?.fail('out of memory')
  await expect(lost).rejects.toMatchObject({ code: 'worker-crashed' })
  expect(await service.transcribe(request, silent, never)).toEqual(heard)
  expect(workers).toHaveLength(2)
  service.dispose()
})

it('ends the worker of a recording that nobody wants to hear out', async () => {
  const { service, workers } = setUp(hangs)
  const controller = new AbortController()
  const stopped = service.transcribe(request, silent, controller.signal)
  controller.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
  expect(workers[0]?.terminated).toBe(true)
})

it('refuses what was stopped before it began without starting a worker', async () => {
  const { service, workers } = setUp(hangs)
  await expect(service.transcribe(request, silent, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' })
  expect(workers).toEqual([])
})

it('lets go of the model after a minute without work', async () => {
  const { service, workers } = setUp(() => Promise.resolve({ ok: true, value: heard }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await service.transcribe(request, silent, never)
  vi.advanceTimersByTime(59_000)
  expect(workers[0]?.terminated).toBe(false)
  vi.advanceTimersByTime(2000)
  expect(workers[0]?.terminated).toBe(true)
})

it('passes progress on', async () => {
  const labels: string[] = []
  const { service } = setUp(async (_request, onProgress) => {
    onProgress({ fraction: 0.5, label: 'Listening' })
    await Promise.resolve()
    return { ok: true, value: heard }
  })
  await service.transcribe(request, ({ label }) => labels.push(label), never)
  await expect.poll(() => labels).toEqual(['Listening'])
  service.dispose()
})
