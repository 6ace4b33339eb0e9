import { describe, expect, it } from 'vitest'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice, type SpeakEvent } from '../../../../src/shared/protocol/engine'
import type { ModelPack } from '../../../../src/shared/protocol/model-pack'
import { MAX_TEXT_CHARACTERS } from '../../../../src/shared/text/speakable'
import { createYieldPoint } from '../../../../src/shared/threads/yield-point'
import type { Gpu } from '../../../runtime/gpu'
import { createStageClock } from '../../stage-clock'
import type { EngineCall, EngineContext, EngineFiles, TextRequest, VoiceEngine } from '../voice-engine'
import { createEngineOn } from './kokoro-engine'
import { openStarterNetwork, type StarterNetwork } from './network/starter-network'
import { writeStarterVoice } from './starter-voice-data'
import type { PartLengths } from './network/sound-parts'
import type { Manner } from './style-variation'

const pack: ModelPack = {
  id: 'kokoro-test',
  engine: 'kokoro',
  name: 'Starter',
  description: '',
  languages: ['en-US'],
  licence: 'Apache-2.0',
  licenceUrl: '',
  credit: 'somebody',
  terms: '',
  sources: ['models/'],
  files: [{ path: 'model.onnx', sizeBytes: 3, sha256: null }],
}

/** A network that hums for a tenth of a second per phoneme id and keeps what it was fed. */
function hummingNetwork() {
  const fed: { readonly ids: readonly number[]; readonly manner: Manner; readonly lengths: PartLengths }[] = []
  const network: StarterNetwork = {
    async *speak(ids, manner, lengths, yieldPoint) {
      await yieldPoint()
      fed.push({ ids, manner, lengths })
      const samples = () => new Float32Array(1200 * ids.length).fill(0.5)
      const durations = new Int32Array(ids.length).fill(2)
      if (lengths.opening) yield { samples: samples(), isLast: false, durations }
      yield { samples: samples(), isLast: true, durations }
    },
    // A melody around 200 Hz, a second for ten ids.
    readPitch: (ids) => Promise.resolve(Float32Array.from({ length: 8 * ids.length }, (_, at) => 200 + 20 * Math.sin(at))),
    release: () => Promise.resolve(),
  }
  return { network, fed }
}

// Every style file holds its own number everywhere, so that a blend shows.
const files: EngineFiles = {
  read: () => Promise.resolve(new Float32Array(510 * 256).fill(1).buffer),
  blob: () => Promise.reject(new Error('no file is read in pieces')),
  has: () => true,
}

const noSession = () => Promise.reject(new Error('only the speaker encoder may be a session'))
const noTeam = () => Promise.reject(new Error('a network that hums needs no kernels'))

function open(network: StarterNetwork, changes: Partial<EngineContext> = {}): Promise<VoiceEngine> {
  const context = { pack, packKey: 'key', files, createSession: noSession, loadKernelTeam: noTeam, onProgress: () => undefined, ...changes }
  return createEngineOn(() => Promise.resolve(network), context)
}

function gpuFor(use: Gpu['use']): Gpu {
  const createSession = () => Promise.reject(new Error('no graph of the starter may be opened on the GPU'))
  return { use, createSession, openResident: createSession, nodesOnCpu: createSession, trials: { read: () => Promise.resolve(null), write: () => Promise.resolve() } }
}

function call(signal = new AbortController().signal): EngineCall {
  return { signal, yieldPoint: createYieldPoint(signal), onProgress: () => undefined, timings: createStageClock() }
}

const voice: PreparedVoice = { engineId: 'kokoro', packKey: 'key', format: 1, data: new ArrayBuffer(522_240), summary: '' }
const request = (changes: Partial<TextRequest> = {}): TextRequest => ({
  text: 'One fine day. Another day.',
  language: 'en-US',
  voice,
  settings: DEFAULT_SPEAK_SETTINGS,
  ...changes,
})

async function collect(events: AsyncGenerator<SpeakEvent>): Promise<SpeakEvent[]> {
  const all: SpeakEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

describe('what the starter engine refuses', () => {
  it('a file that is no graph of its network', async () => {
    const opened = createEngineOn(openStarterNetwork, { pack, packKey: 'key', files, createSession: noSession, loadKernelTeam: noTeam, onProgress: () => undefined })
    await expect(opened).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it.each([
    ['text-empty', { text: ' ' }],
    ['text-unspeakable', { text: '🎉' }],
    ['text-script-unsupported', { text: '你好' }],
    ['text-script-unsupported', { language: 'de' }],
    ['model-mismatch', { voice: { ...voice, packKey: 'other' } }],
    ['model-mismatch', { voice: { ...voice, format: 3 } }],
    ['model-mismatch', { voice: { ...voice, data: new ArrayBuffer(8) } }],
  ] as const)('with %s: %o', async (code, changes) => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    await expect(collect(engine.speak(request(changes), call()))).rejects.toMatchObject({ code })
    expect(fed).toHaveLength(0)
  })

  it('a text that is too long', async () => {
    const engine = await open(hummingNetwork().network)
    const text = 'a'.repeat(MAX_TEXT_CHARACTERS + 1)
    await expect(collect(engine.speak(request({ text }), call()))).rejects.toMatchObject({ code: 'text-too-long' })
  })

  it('a prompt without a voice', async () => {
    const engine = await open(hummingNetwork().network)
    const prompt = { samples: new Float32Array(24_000), sampleRate: 24_000 }
    await expect(engine.prepareVoice(prompt, call())).rejects.toMatchObject({ code: 'prompt-too-short' })
  })
})

describe('where the starter runs', () => {
  const trial = { outcome: 'right', detail: '', cpuMs: 2, gpuMs: 1 } as const

  it('is what its generator’s seat says, at present', async () => {
    let isLost = false
    const { network } = hummingNetwork()
    const seated = { processor: { part: 'generator', on: 'webgpu', trial } as const, runsOn: () => (isLost ? 'wasm' : 'webgpu') }
    const engine = await open({ ...network, seated }, { gpu: gpuFor('when-right') })
    expect(engine.description).toMatchObject({ executionProviders: ['wasm', 'webgpu'], processors: [{ part: 'generator', on: 'webgpu' }] })
    const stages = ['text', 'synthesis', 'prompt-encode'] as const
    expect(stages.map((stage) => engine.processorOf?.(stage))).toEqual(['wasm', 'webgpu', 'wasm'])
    isLost = true
    expect(stages.map((stage) => engine.processorOf?.(stage))).toEqual(['wasm', 'wasm', 'wasm'])
  })

  it('is the CPU where no GPU is offered, and nobody is asked to sit there', async () => {
    const asked: unknown[] = []
    const { network } = hummingNetwork()
    const context = { pack, packKey: 'key', files, createSession: noSession, loadKernelTeam: noTeam, onProgress: () => undefined }
    const engine = await createEngineOn((_file, _team, seating) => Promise.resolve((asked.push(seating), network)), context)
    expect([asked, engine.description.processors, engine.processorOf?.('synthesis')]).toEqual([[undefined], undefined, 'wasm'])
  })
})

it('offers to refine a voice only where it can listen', async () => {
  const { network } = hummingNetwork()
  const deaf = await open(network)
  expect([deaf.description.refines, 'refineVoice' in deaf]).toEqual([false, false])
  const listening = await open(network, { readSpeakerEncoder: () => Promise.resolve(new ArrayBuffer(0)) })
  expect([listening.description.refines, 'refineVoice' in listening]).toEqual([true, true])
})

describe('stopping', () => {
  it.each([0, 1])('ends with aborted after chunk %s, before another run', async (chunk) => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    const controller = new AbortController()
    const speak = async () => {
      for await (const event of engine.speak(request(), call(controller.signal))) {
        if (event.type === 'audio' && event.chunkIndex === chunk) controller.abort()
      }
    }
    await expect(speak()).rejects.toMatchObject({ code: 'aborted' })
    expect(fed).toHaveLength(chunk + 1)
  })
})

describe('speaking', () => {
  it('sends one plan, then the audio of every sentence in order', async () => {
    const engine = await open(hummingNetwork().network)
    const events = await collect(engine.speak(request(), call()))
    expect(events.map((event) => (event.type === 'audio' ? [event.chunkIndex, event.endsChunk] : event.type))).toEqual(['plan', [0, false], [0, true], [1, true]])
    expect(events[0]).toMatchObject({ chunks: [{ text: 'One fine day.' }, { text: 'Another day.' }] })
  })

  it('says with every part of a sentence’s sound when its words sound', async () => {
    const engine = await open(hummingNetwork().network)
    const events = await collect(engine.speak(request(), call()))
    const words = events.flatMap((event) => (event.type === 'audio' ? [event.words] : []))
    expect(words.map((some) => some?.map(({ text }) => text))).toEqual([['One', 'fine', 'day.'], ['One', 'fine', 'day.'], ['Another', 'day.']])
    // Two frames a sign, 30 ms ahead: a boundary before "wˈʌn", a space behind it.
    expect(words[0]?.[0]).toMatchObject({ startSeconds: expect.closeTo(0.02, 9) as number, endSeconds: expect.closeTo(0.22, 9) as number })
    expect(words[0]?.[1]).toMatchObject({ startSeconds: expect.closeTo(0.27, 9) as number })
  })

  it('begins a reading with an opening, whose sound goes on without a pause', async () => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    const [plan, opening, rest, second] = await collect(engine.speak(request(), call()))
    expect(fed.map(({ lengths }) => lengths.opening !== null)).toEqual([true, false])
    const samplesOf = (event: SpeakEvent | undefined) => (event?.type === 'audio' ? event.samples : new Float32Array(0))
    // Faded in and out at the edges of the sentence only.
    expect([samplesOf(opening)[0], samplesOf(opening).at(-1), samplesOf(rest)[0], samplesOf(rest).at(-1)]).toEqual([0, 0.5, 0.5, 0])
    expect(samplesOf(second)[0]).toBe(0)
    expect(plan).toMatchObject({ chunks: [{ parts: [{ workShare: 1 }] }, { parts: [{ workShare: 1 }] }] })
  })

  it('feeds ids between boundaries, one style row and the pace', async () => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    await collect(engine.speak(request({ settings: { ...DEFAULT_SPEAK_SETTINGS, speed: 1.25 } }), call()))
    const { ids, manner } = fed[0]!
    expect([ids.at(0), ids.at(-1)]).toEqual([0, 0])
    expect([manner.style.length, manner.speed]).toEqual([256, 1.25])
  })

  it('speaks with a voice’s pitch, pace and deltas, and with the style’s own where there are none', async () => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    await collect(engine.speak(request(), call()))
    expect(Object.keys(fed[0]!.manner)).toEqual(['style', 'speed'])
    fed.length = 0
    const range = { mean: 5, spread: 0.1 }
    const prosody = { pitch: { person: { ...range, mean: 4.5 }, own: range }, pace: 0.8 }
    const learned = writeStarterVoice('key', { table: new Float32Array(510 * 256), prosody, deltas: Float32Array.of(0.5, -2) }, '')
    await collect(engine.speak(request({ voice: learned, settings: { ...DEFAULT_SPEAK_SETTINGS, speed: 1.5 }, varied: true }), call()))
    const { speed, pitch, deltas } = fed[0]!.manner
    expect(speed).toBeGreaterThan(0.97 * 1.2)
    expect(speed).toBeLessThan(1.03 * 1.2)
    expect([pitch, deltas]).toEqual([{ slope: 1, shift: -0.5 }, Float32Array.of(0.5, -2)])
  })

  it('keeps the pace within what stays intelligible', async () => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    await collect(engine.speak(request({ settings: { ...DEFAULT_SPEAK_SETTINGS, speed: 9 } }), call()))
    expect(fed[0]!.manner.speed).toBe(2)
  })

  it('speaks only the chunks that are asked for, and sends the whole plan', async () => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    const whole = await collect(engine.speak(request(), call()))
    const second = await collect(engine.speak(request({ chunks: { from: 1, to: 2 } }), call()))
    expect(second).toEqual([whole[0], whole[3]])
    expect(await collect(engine.speak(request({ chunks: { from: 0, to: 0 } }), call()))).toEqual([whole[0]])
    expect(fed).toHaveLength(3)
  })

  it('says the same whatever the seed, unless it is to vary', async () => {
    const { network, fed } = hummingNetwork()
    const engine = await open(network)
    const read = async (seed: number, varied: boolean) => {
      fed.length = 0
      await collect(engine.speak(request({ settings: { ...DEFAULT_SPEAK_SETTINGS, seed }, varied }), call()))
      return fed.map(({ manner }) => manner)
    }
    const usual = await read(1, false)
    expect(await read(2, false)).toEqual(usual)
    const varied = await read(2, true)
    expect(varied).not.toEqual(usual)
    expect(await read(2, true)).toEqual(varied)
    expect(await read(3, true)).not.toEqual(varied)
  })

  it('times the text once and the network once for every part', async () => {
    const engine = await open(hummingNetwork().network)
    const current = call()
    await collect(engine.speak(request(), current))
    expect(current.timings.snapshot().map(({ stage, calls }) => [stage, calls])).toEqual([
      ['text', 1],
      ['synthesis', 3],
    ])
  })
})

it('makes a voice whose blend keeps the tables’ scale', async () => {
  const engine = await open(hummingNetwork().network)
  // A buzz at 110 Hz: ten harmonics of equal strength.
  const samples = Float32Array.from({ length: 24_000 }, (_, at) => {
    let sum = 0
    for (let k = 1; k <= 10; k++) sum += 0.05 * Math.sin((2 * Math.PI * 110 * k * at) / 24_000)
    return sum
  })
  const current = call()
  const prepared = await engine.prepareVoice({ samples, sampleRate: 24_000 }, current)
  expect(prepared).toMatchObject({ engineId: 'kokoro', packKey: 'key', format: 2 })
  for (const value of new Float32Array(prepared.data).subarray(0, 256)) expect(value).toBeCloseTo(1, 5)
  expect(current.timings.snapshot()[0]!.stage).toBe('prompt-encode')
})
