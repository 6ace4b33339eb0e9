import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice, type SpeakEvent } from '../../src/shared/protocol/engine'
import { MynaError } from '../../src/shared/protocol/errors'
import type { InferenceApi, LoadRequest, SpeakRequest } from '../../src/shared/protocol/inference'
import { onePassage } from '../../src/shared/protocol/script'
import type { CreateVoiceEngine, VoiceEngine } from './engines/voice-engine'
import type { OfferedGpu } from '../runtime/gpu-runtime'
import { createInferenceService, type InferenceServiceParts } from './inference-service'

const load: LoadRequest = { pack: { id: 'p', engine: 'kokoro' }, runtime: { executionProvider: 'wasm', threads: 1 } } as LoadRequest
const voice = { packKey: 'key' } as PreparedVoice
const speakRequest: SpeakRequest = { passages: onePassage('one two'), voices: [voice], language: 'en-US', settings: DEFAULT_SPEAK_SETTINGS }
const nothing = () => undefined

/** An engine of three chunks that checks in before each one. */
function fakeEngine(log: string[]): VoiceEngine {
  return {
    description: { name: 'fake', sampleRate: 24_000 } as unknown as VoiceEngine['description'],
    prepareVoice: () => Promise.reject(new MynaError('prompt-too-short', '0.4 s')),
    async *speak(_request, call) {
      yield { type: 'plan', chunks: [] }
      for (let chunkIndex = 0; chunkIndex < 3; chunkIndex++) {
        await call.yieldPoint()
        log.push(`chunk ${chunkIndex}`)
        yield { type: 'audio', chunkIndex, samples: new Float32Array(10), endsChunk: true }
      }
    },
    release: () => {
      log.push('released')
      return Promise.resolve()
    },
  }
}

function fakeGpu(): OfferedGpu {
  const createSession = () => Promise.reject(new Error('not asked'))
  return { use: 'when-right', createSession, openResident: createSession, nodesOnCpu: createSession, trials: { read: () => Promise.resolve(null), write: () => Promise.resolve() }, lost: () => null }
}

function setUp(parts: Partial<InferenceServiceParts> = {}) {
  const log: string[] = []
  let packKey = 'key'
  const service: InferenceApi = createInferenceService({
    planThreads: () => ({ runtime: 1, spare: false }),
    planRuntime: () => ({
      info: { executionProvider: 'wasm', threads: 1, sharesMemory: true },
      start: () => {
        log.push('runtime started')
        return Promise.resolve({ ort: {} as never, version: '1.0.0', info: { executionProvider: 'wasm', threads: 1, sharesMemory: true } })
      },
    }),
    openFiles: () => Promise.resolve({ packKey, has: () => true, read: () => Promise.resolve(new ArrayBuffer(0)), blob: () => Promise.resolve(new Blob([])) }),
    offerGpu: () => Promise.resolve(null),
    loadKernels: () => Promise.reject(new Error('these engines need no kernels')),
    loadKernelTeam: () => Promise.reject(new Error('these engines need no kernels')),
    readSpeakerEncoder: () => Promise.reject(new Error('these engines listen to nobody')),
    readVoiceEncoder: () => Promise.reject(new Error('these engines listen to nobody')),
    verdicts: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    engineLoaders: { kokoro: () => Promise.resolve(() => Promise.resolve(fakeEngine(log))), 'pocket-tts': () => Promise.reject(new Error('not asked')) },
    send: (onEvent, event) => {
      onEvent(event)
      return Promise.resolve()
    },
    ...parts,
  })
  return { service, log, changePack: (key: string) => (packKey = key) }
}

describe('inference service', () => {
  it('refuses to speak before a pack is loaded', async () => {
    expect(await setUp().service.speak('1', speakRequest, nothing)).toMatchObject({ ok: false, error: { code: 'engine-not-loaded' } })
  })

  it('starts no runtime for an engine that asks for no session', async () => {
    const { service, log } = setUp()
    expect(await service.load('1', load, nothing)).toMatchObject({ ok: true, value: { runtime: { executionProvider: 'wasm', threads: 1 } } })
    await service.speak('2', speakRequest, nothing)
    expect(log).not.toContain('runtime started')
  })

  it('speaks: plan first, then audio in order, and counts the samples', async () => {
    const { service } = setUp()
    await service.load('1', load, nothing)
    const events: SpeakEvent[] = []
    const outcome = await service.speak('2', speakRequest, (event) => events.push(event))
    expect(outcome).toMatchObject({ ok: true, value: { sampleCount: 30, threads: 1 } })
    expect(events.map((event) => event.type)).toEqual(['plan', 'audio', 'timings', 'audio', 'timings', 'audio', 'timings'])
  })

  it('answers only after the page has taken every event', async () => {
    let takenLast: () => void = nothing
    let sent = 0
    const send = () => {
      sent += 1
      return sent < 7 ? Promise.resolve() : new Promise<void>((resolve) => { takenLast = resolve })
    }
    const { service } = setUp({ send })
    await service.load('1', load, nothing)
    let answered = false
    const speaking = service.speak('2', speakRequest, nothing).then((outcome) => {
      answered = true
      return outcome
    })
    await expect.poll(() => sent).toBe(7)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(answered).toBe(false)
    takenLast()
    expect(await speaking).toMatchObject({ ok: true })
  })

  it('refuses a voice that was prepared for another pack', async () => {
    const { service } = setUp()
    await service.load('1', load, nothing)
    const other = { ...speakRequest, voices: [voice, { ...voice, packKey: 'other' }] }
    expect(await service.speak('2', other, nothing)).toMatchObject({ ok: false, error: { code: 'model-mismatch' } })
  })

  it('refuses to continue a reading whose sentences would be different now, before one is spoken', async () => {
    const { service, log } = setUp()
    await service.load('1', load, nothing)
    const events: SpeakEvent[] = []
    const outcome = await service.speak('2', { ...speakRequest, plan: ['one', 'two'] }, (event) => events.push(event))
    expect(outcome).toMatchObject({ ok: false, error: { code: 'reading-changed' } })
    expect([log, events]).toEqual([[], []])
  })

  it('stops at the next yield point after a cancel of that id', async () => {
    const { service, log } = setUp()
    await service.load('1', load, nothing)
    const outcome = await service.speak('2', speakRequest, (event) => {
      if (event.type === 'audio' && event.chunkIndex === 0) service.cancel('2')
    })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'aborted' } })
    expect(log).toEqual(['chunk 0'])
  })

  it('leaves other calls alone when one is cancelled while it waits', async () => {
    const { service } = setUp()
    await service.load('1', load, nothing)
    const first = service.speak('2', speakRequest, nothing)
    const second = service.speak('3', speakRequest, nothing)
    service.cancel('3')
    expect(await first).toMatchObject({ ok: true })
    expect(await second).toMatchObject({ ok: false, error: { code: 'aborted' } })
  })

  it('keeps the loaded engine for the same pack and releases it for another', async () => {
    const { service, log, changePack } = setUp()
    await service.load('1', load, nothing)
    await service.load('2', load, nothing)
    expect(log).toEqual([])
    changePack('another')
    await service.load('3', load, nothing)
    expect(log).toEqual(['released'])
  })

  it('does not keep an engine that fails to let go', async () => {
    let made = 0
    const create: CreateVoiceEngine = () => {
      made += 1
      return Promise.resolve({ ...fakeEngine([]), release: () => Promise.reject(new Error('lost')) })
    }
    const { service, changePack } = setUp({ engineLoaders: { kokoro: () => Promise.resolve(create), 'pocket-tts': () => Promise.reject(new Error('not asked')) } })
    await service.load('1', load, nothing)
    changePack('another')
    expect(await service.load('2', load, nothing)).toMatchObject({ ok: false })
    changePack('key')
    expect(await service.load('3', load, nothing)).toMatchObject({ ok: true })
    expect(made).toBe(2)
  })

  it.each(['automatic', 'webgpu'] as const)('offers the engine a GPU for "%s", and passes on that it refuses', async (executionProvider) => {
    const offered = fakeGpu()
    const asked: string[] = []
    const refuse: CreateVoiceEngine = ({ gpu }) => Promise.reject(new MynaError('execution-provider-unsupported', gpu === offered ? 'this GPU' : 'none'))
    const { service } = setUp({
      offerGpu: (choice, version) => Promise.resolve(asked.push(`${choice} ${version}`) > 0 ? offered : null),
      engineLoaders: { kokoro: () => Promise.resolve(refuse), 'pocket-tts': () => Promise.reject(new Error('not asked')) },
    })
    const outcome = await service.load('1', { ...load, runtime: { executionProvider, threads: 1 } }, nothing)
    expect(outcome).toMatchObject({ ok: false, error: { code: 'execution-provider-unsupported', detail: 'this GPU' } })
    expect(asked).toEqual([`${executionProvider} 1.0.0`])
    expect(await service.speak('2', speakRequest, nothing)).toMatchObject({ ok: false, error: { code: 'engine-not-loaded' } })
  })

  it('asks for no GPU when the CPU was chosen', async () => {
    const { service } = setUp({ offerGpu: () => Promise.reject(new Error('asked')) })
    expect(await service.load('1', load, nothing)).toMatchObject({ ok: true, value: { runtime: { executionProvider: 'wasm' } } })
  })

  it('tells once that the GPU was lost, and says of each stage where it ran', async () => {
    let loss: MynaError | null = null
    const engine: VoiceEngine = {
      ...fakeEngine([]),
      processorOf: () => (loss === null ? 'webgpu' : 'wasm'),
      async *speak(_request, { timings }) {
        yield { type: 'plan', chunks: [] }
        for (let chunkIndex = 0; chunkIndex < 3; chunkIndex++) {
          await timings.time('decode', 1, () => undefined)
          yield { type: 'audio', chunkIndex, samples: new Float32Array(1), endsChunk: true }
          loss = new MynaError('device-lost', 'unplugged')
        }
      },
    }
    const { service } = setUp({
      offerGpu: () => Promise.resolve({ ...fakeGpu(), lost: () => loss }),
      engineLoaders: { kokoro: () => Promise.resolve(() => Promise.resolve(engine)), 'pocket-tts': () => Promise.reject(new Error('not asked')) },
    })
    await service.load('1', { ...load, runtime: { executionProvider: 'webgpu', threads: 1 } }, nothing)
    const events: SpeakEvent[] = []
    const outcome = await service.speak('2', speakRequest, (event) => events.push(event))
    expect(events.map(({ type }) => type)).toEqual(['plan', 'audio', 'timings', 'device-lost', 'audio', 'timings', 'audio', 'timings'])
    expect(events.find(({ type }) => type === 'device-lost')).toEqual({ type: 'device-lost', detail: 'unplugged' })
    const processors = events.flatMap((event) => (event.type === 'timings' ? event.stages.map(({ on }) => on) : []))
    expect(processors).toEqual(['webgpu', 'wasm', 'wasm'])
    expect(outcome).toMatchObject({ ok: true, value: { executionProvider: 'wasm' } })
  })

  it('opens an engine’s ear where a voice is about to be made, and loads it where that fails', async () => {
    const openEar = vi.fn(() => Promise.reject(new MynaError('model-download-failed', 'offline')))
    const kokoro = () => Promise.resolve(() => Promise.resolve({ ...fakeEngine([]), openEar }))
    const { service } = setUp({ engineLoaders: { kokoro, 'pocket-tts': () => Promise.reject(new Error('not asked')) } })
    await service.load('1', load, nothing)
    expect(openEar).not.toHaveBeenCalled()
    expect(await service.load('2', { ...load, listens: true }, nothing)).toMatchObject({ ok: true })
    expect(openEar).toHaveBeenCalledOnce()
  })

  it('mixes voices only with an engine that can', async () => {
    const { service } = setUp()
    await service.load('1', load, nothing)
    expect(await service.mixVoices('2', { voices: [voice, voice], share: 0.5 }, nothing)).toMatchObject({ ok: false, error: { code: 'model-mismatch' } })
  })

  it('gives back a voice as it is where its engine need not hear it', async () => {
    const { service } = setUp()
    expect(await service.confirmVoice('1', voice, nothing)).toMatchObject({ ok: false, error: { code: 'engine-not-loaded' } })
    await service.load('2', load, nothing)
    expect(await service.confirmVoice('3', voice, nothing)).toEqual({ ok: true, value: voice })
  })

  it('passes on the code of an engine error and keeps serving', async () => {
    const { service } = setUp()
    await service.load('1', load, nothing)
    const prompt = { samples: new Float32Array(1), sampleRate: 24_000 }
    expect(await service.prepareVoice('2', prompt, nothing)).toMatchObject({ ok: false, error: { code: 'prompt-too-short' } })
    expect(await service.speak('3', speakRequest, nothing)).toMatchObject({ ok: true })
  })
})
