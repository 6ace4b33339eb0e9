import { describe, expect, it, vi } from 'vitest'
import type { InferenceApi, LearnRequest, LoadedEngine, LoadRequest, SpeakRequest } from '../shared/protocol/inference'
import { DEFAULT_SPEAK_SETTINGS, type SpeakEvent } from '../shared/protocol/engine'
import { onePassage } from '../shared/protocol/script'
import { createInferenceService } from './inference-service'
import { FakeWorker } from '#testing/services/fake-worker'

const request: SpeakRequest = { passages: onePassage('hello'), voices: [], language: 'en-US', settings: DEFAULT_SPEAK_SETTINGS }
const loadRequest = (threads: number) => ({ pack: {}, runtime: { executionProvider: 'wasm', threads } }) as LoadRequest
/** Tells of an engine that gives its sound a few frames at a time, or a chunk at a time. */
const loaded = (streams: boolean) => ({ description: { streams } }) as LoadedEngine

function setUp(overrides: Partial<InferenceApi>) {
  const workers: FakeWorker[] = []
  const cancelled: string[] = []
  const api: Partial<InferenceApi> = {
    load: () => Promise.resolve({ ok: true, value: loaded(false) }),
    cancel: (id) => void cancelled.push(id),
    ...overrides,
  }
  const service = createInferenceService(() => {
    const worker = new FakeWorker(api)
    workers.push(worker)
    return worker.asWorker()
  })
  return { service, workers, cancelled }
}

describe('inference client', () => {
  it('passes events on and resolves with the summary', async () => {
    const { service } = setUp({
      speak: async (_id, _request, onEvent) => {
        onEvent({ type: 'plan', chunks: [] })
        await Promise.resolve()
        return { ok: true, value: { wallMs: 7 } as never }
      },
    })
    const events: SpeakEvent[] = []
    expect(await service.speak(request, (event) => events.push(event), new AbortController().signal)).toEqual({ wallMs: 7 })
    await expect.poll(() => events).toEqual([{ type: 'plan', chunks: [] }])
    service.dispose()
  })

  it('cancels in the worker by the id of the call, and keeps a worker that ends in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let end: (outcome: never) => void = () => undefined
    let id = ''
    const { service, workers, cancelled } = setUp({
      speak: (callId) => {
        id = callId
        return new Promise((resolve) => (end = resolve))
      },
    })
    const controller = new AbortController()
    const speaking = service.speak(request, () => undefined, controller.signal)
    await expect.poll(() => id).not.toBe('')
    controller.abort()
    await expect(speaking).rejects.toMatchObject({ code: 'aborted' })
    await expect.poll(() => cancelled).toEqual([id])
    end({ ok: false, error: { code: 'aborted', detail: '' } } as never)
    await service.load(loadRequest(0), () => undefined, new AbortController().signal)
    expect(workers).toHaveLength(1)
    service.dispose()
    vi.useRealTimers()
  })

  it('replaces a worker that does not end after a cancel, before the next call runs', async () => {
    const { service, workers, cancelled } = setUp({ speak: () => new Promise(() => undefined) })
    const controller = new AbortController()
    const speaking = service.speak(request, () => undefined, controller.signal)
    await expect.poll(() => workers).toHaveLength(1)
    controller.abort()
    await expect(speaking).rejects.toMatchObject({ code: 'aborted' })
    await service.load(loadRequest(0), () => undefined, new AbortController().signal)
    expect(cancelled).toHaveLength(1)
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false])
    service.dispose()
  })

  it.each([[false, 1], [true, 0]])('after a stop waits 90 ms for an engine that gives whole chunks, and longer for one that streams: %s', async (streams, replaced) => {
    let begun = false
    const { service, workers } = setUp({
      load: () => Promise.resolve({ ok: true, value: loaded(streams) }),
      speak: () => {
        begun = true
        return new Promise((resolve) => setTimeout(() => { resolve({ ok: true, value: {} as never }) }, 200))
      },
    })
    const { signal } = new AbortController()
    await service.load(loadRequest(0), () => undefined, signal)
    const controller = new AbortController()
    const speaking = service.speak(request, () => undefined, controller.signal)
    await expect.poll(() => begun).toBe(true)
    controller.abort()
    await expect(speaking).rejects.toMatchObject({ code: 'aborted' })
    await service.load(loadRequest(0), () => undefined, signal)
    expect(workers.filter((worker) => worker.terminated)).toHaveLength(replaced)
    service.dispose()
  })

  it('replaces a worker that lost its graphics device, which would fail for ever', async () => {
    const error = { code: 'device-lost', detail: 'Device was lost' } as const
    const { service, workers } = setUp({ speak: () => Promise.resolve({ ok: false, error }) })
    const { signal } = new AbortController()
    await expect(service.speak(request, () => undefined, signal)).rejects.toMatchObject(error)
    await service.load(loadRequest(0), () => undefined, signal)
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false])
    service.dispose()
  })

  it.each(['an event', 'an error'])('asks for the CPU for the rest of the visit after %s told that the GPU was lost', async (way) => {
    const asked: string[] = []
    const { service, workers } = setUp({
      load: (_id, { runtime }) => {
        asked.push(runtime.executionProvider)
        return Promise.resolve({ ok: true, value: loaded(false) })
      },
      speak: (_id, _request, onEvent) => {
        if (way === 'an error') return Promise.resolve({ ok: false, error: { code: 'device-lost', detail: '' } })
        onEvent({ type: 'device-lost', detail: '' })
        return Promise.resolve({ ok: true, value: {} as never })
      },
    })
    const { signal } = new AbortController()
    const wanted = { pack: {}, runtime: { executionProvider: 'webgpu', threads: 0 } } as LoadRequest
    await service.load(wanted, () => undefined, signal)
    let told = false
    await service.speak(request, () => { told = true }, signal).catch(() => { told = true })
    await expect.poll(() => told).toBe(true)
    await service.load(wanted, () => undefined, signal)
    await service.load(wanted, () => undefined, signal)
    expect(asked).toEqual(['webgpu', 'wasm', 'wasm'])
    // The worker that holds what is left of the GPU's runtime is gone.
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false])
    service.dispose()
  })

  it('starts a fresh worker when the runtime options change, and only then', async () => {
    const { service, workers } = setUp({})
    const { signal } = new AbortController()
    await service.load(loadRequest(1), () => undefined, signal)
    await service.load(loadRequest(1), () => undefined, signal)
    expect(workers).toHaveLength(1)
    await service.load(loadRequest(2), () => undefined, signal)
    expect(workers).toHaveLength(2)
    service.dispose()
  })

  it('starts a fresh worker for another model, so that the memory of the one before is given back, but lets it finish first', async () => {
    let end: (outcome: never) => void = () => undefined
    const { service, workers } = setUp({ speak: () => new Promise((resolve) => (end = resolve)) })
    const { signal } = new AbortController()
    const of = (id: string) => ({ pack: { id }, runtime: { executionProvider: 'wasm', threads: 0 } }) as LoadRequest
    await service.load(of('one'), () => undefined, signal)
    await service.load(of('one'), () => undefined, signal)
    const speaking = service.speak(request, () => undefined, signal)
    const loading = service.load(of('two'), () => undefined, signal)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(workers.map((worker) => worker.terminated)).toEqual([false])
    end({ ok: true, value: { wallMs: 7 } } as never)
    expect(await speaking).toEqual({ wallMs: 7 })
    await loading
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false])
    service.dispose()
  })

  it.each([['wasm', true], ['webgpu', false]] as const)('asks a worker that is silent for long whether it is at work, on %s: %s', async (executionProvider, waits) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let pings = 0
    const { service } = setUp({ learnVoice: () => new Promise(() => undefined), ping: () => ++pings })
    const { signal } = new AbortController()
    await service.load({ pack: {}, runtime: { executionProvider, threads: 0 } } as LoadRequest, () => undefined, signal)
    let settled = false
    service.learnVoice({} as LearnRequest, () => undefined, () => undefined, signal).catch(() => (settled = true))
    await vi.advanceTimersByTimeAsync(180_001)
    await expect.poll(() => [pings, settled]).toEqual(waits ? [1, false] : [0, true])
    service.dispose()
    vi.useRealTimers()
  })

  it('tells listeners that a crashed worker was replaced', async () => {
    const { service, workers } = setUp({ speak: () => new Promise(() => undefined) })
    const respawned = vi.fn()
    service.onRespawn(respawned)
    await service.load(loadRequest(0), () => undefined, new AbortController().signal)
    const speaking = service.speak(request, () => undefined, new AbortController().signal)
    await expect.poll(() => workers).toHaveLength(1)
    workers[0]!.fail('out of memory')
    await expect(speaking).rejects.toMatchObject({ code: 'worker-crashed' })
    expect(respawned).toHaveBeenCalledOnce()
    service.dispose()
  })
})
