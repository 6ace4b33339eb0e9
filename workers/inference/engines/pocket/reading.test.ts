import { beforeAll, describe, expect, it } from 'vitest'
import { engineCall } from '#fixtures/bundle-context'
import { DEFAULT_SPEAK_SETTINGS, type SpeakEvent } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import type { TextRequest } from '../voice-engine'
import { loadNormaliser } from '../../../../src/shared/text/normaliser/normaliser'
import type { BlockDecoder, DecodedBlock } from './codec/block-decoder'
import { createFixedPlan } from './codec/block-plan'
import type { PocketConfiguration } from './configuration'
import { speakChunk } from './chunk-speaker'
import type { PocketModel } from './pocket-model'
import { packVoice, VOICE_FORMAT } from './voice/prepared-voice'
import { readAloud } from './reading'
import type { SpeechModel } from './language-model/speech-model'
import { speakingTraits } from './text/speaking-rules'
import { letters } from '#fixtures/letter-tokenizer'

// How language model and decoder keep in step, with both played by fakes. A frame is 100 samples.

const configuration: PocketConfiguration = {
  sampleRate: 24_000, frameRate: 12.5, samplesPerFrame: 100, latentDim: 1, width: 1, maxPositions: 1000,
  languageModel: null, codec: null, ...speakingTraits({ model_recommended_frames_after_eos: 0 }), maxTokensPerChunk: 50,
}

beforeAll(async () => {
  await loadNormaliser('en')
})

interface Waiting {
  readonly chunk: number
  readonly frames: number
  sound(): void
  fail(error: MynaError): void
}

/** A model of chunks of `framesPerChunk` frames whose decoder does nothing until it is told to. */
function setUp(framesPerChunk: number) {
  const log: string[] = []
  const waiting: Waiting[] = []
  let made = 0
  let chunks = 0
  let runs = 0

  const speech: SpeechModel = {
    maxPositions: 10_000,
    embed: () => Promise.resolve(new Float32Array(1)),
    start() {
      let frame = 0
      const run = runs++
      return {
        positions: 0,
        prefill: () => Promise.resolve(),
        voiceState: () => Promise.resolve({ positions: 0, caches: [] }),
        end: () => log.push(`end ${run}`),
        next() {
          made++
          frame++
          return Promise.resolve({ endLogit: frame > framesPerChunk ? 0 : -9, latent: () => Promise.resolve(Float32Array.of(0.5)) })
        },
      }
    },
  }

  function startDecoder(): BlockDecoder {
    const chunk = chunks++
    return {
      decode: (latents) =>
        new Promise<DecodedBlock>((resolve, reject) => {
          const samples = new Float32Array(100 * latents.length)
          waiting.push({ chunk, frames: latents.length, sound: () => { resolve({ samples, ms: 7 }) }, fail: reject })
        }),
      finish: () => log.push(`finish ${chunk}`),
      abandon: () => log.push(`abandon ${chunk}`),
    }
  }

  const model: PocketModel = {
    configuration,
    tokenizer: letters,
    graphs: '',
    executionProviders: ['wasm'],
    processors: [],
    processorOf: () => 'wasm',
    encodeVoice: () => Promise.reject(new Error('not asked')),
    listen: () => Promise.reject(new Error('not asked')),
    speakChunk: (chunk, voice, settings, random, call) =>
      speakChunk({ speech, decoder: startDecoder(), blocks: createFixedPlan(), configuration }, chunk, voice, settings, random, call),
    release: () => Promise.resolve(),
  }

  function read(text: string, asked?: TextRequest['chunks']) {
    const controller = new AbortController()
    const events: SpeakEvent[] = []
    const data = packVoice({ positions: 0, caches: [] })
    const voice = { engineId: 'pocket-tts', packKey: 'pack', format: VOICE_FORMAT, data, summary: '' } as const
    const call = engineCall(controller.signal)
    const reading = readAloud({ packKey: 'pack' }, model, { text, language: 'en', voice, settings: DEFAULT_SPEAK_SETTINGS, ...(asked && { chunks: asked }) }, call)
    const done = (async () => {
      for await (const event of reading) events.push(event)
    })()
    done.catch(() => undefined)
    return { done, events, controller, call }
  }

  /** Until nothing more happens without the decoder: a frame takes two turns of the event loop, and no test makes 100. */
  async function settled(): Promise<void> {
    await expect.poll(() => made).toBeGreaterThan(0)
    for (let turn = 0; turn < 300; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  return { log, waiting, made: () => made, chunks: () => chunks, read, settled }
}

const SENTENCE = 'Some thirty letters are in here.'
const audioOf = (events: readonly SpeakEvent[]) => events.filter((event) => event.type === 'audio')

describe('a reading whose decoder works beside the language model', () => {
  it('makes the latents of the next blocks while one is decoded, and passes sound on in order', async () => {
    const { read, waiting, made, settled } = setUp(6)
    const { done, events } = read(SENTENCE)
    await settled()
    expect(audioOf(events)).toEqual([])
    expect(waiting.map(({ frames }) => frames)).toEqual([1, 2, 3])
    expect(made()).toBe(7)

    waiting[1]!.sound()
    await settled()
    expect(audioOf(events)).toEqual([])
    waiting[0]!.sound()
    await settled()
    // What may still be faded is kept back: 5 ms, here 120 samples.
    expect(audioOf(events).map(({ samples }) => samples.length)).toEqual([0, 180])
    waiting[2]!.sound()
    await done
    expect(audioOf(events).map(({ samples }) => samples.length)).toEqual([0, 180, 300, 120])
    expect(audioOf(events).at(-1)?.endsChunk).toBe(true)
  })

  it('makes the next chunk while the last block of this one is decoded', async () => {
    const { read, waiting, chunks, settled } = setUp(6)
    const { done, events } = read(`${SENTENCE} ${SENTENCE}`)
    await settled()
    expect(chunks()).toBe(2)
    expect(waiting.map(({ chunk, frames }) => [chunk, frames])).toEqual([[0, 1], [0, 2], [0, 3], [1, 1], [1, 2], [1, 3]])
    for (const block of waiting) block.sound()
    await done
    expect(audioOf(events).map(({ chunkIndex, endsChunk }) => [chunkIndex, endsChunk])).toEqual([
      [0, false], [0, false], [0, false], [0, true], [1, false], [1, false], [1, false], [1, true],
    ])
  })

  it('lets the language model wait when 24 frames or more wait for the decoder, and go on when they are fewer', async () => {
    const { read, waiting, made, settled } = setUp(100)
    const { done, controller } = read(SENTENCE)
    await settled()
    // Blocks of 1, 2 and then 3.
    expect(made()).toBe(24)
    waiting[0]!.sound()
    await settled()
    expect(made()).toBe(27)
    // 26 are left, then 24.
    waiting[1]!.sound()
    await settled()
    expect(made()).toBe(27)
    waiting[2]!.sound()
    await settled()
    expect(made()).toBe(30)
    controller.abort()
    await expect(done).rejects.toMatchObject({ code: 'aborted' })
  })

  it('ends at once on a cancel, whatever the decoder is doing, and gives up every chunk', async () => {
    const { read, waiting, log, made, settled } = setUp(6)
    const { done, controller, events } = read(`${SENTENCE} ${SENTENCE}`)
    await settled()
    controller.abort()
    await expect(done).rejects.toMatchObject({ code: 'aborted' })
    expect(log.filter((entry) => entry.startsWith('abandon'))).toEqual(['abandon 0', 'abandon 1'])
    const madeAtCancel = made()
    for (const block of waiting) block.sound()
    await settled()
    expect([made(), audioOf(events)]).toEqual([madeAtCancel, []])
  })

  it('ends with the error of the decoder, and the language model with it', async () => {
    const { read, waiting, log, made, settled } = setUp(100)
    const { done } = read(SENTENCE)
    await settled()
    waiting[0]!.fail(new MynaError('out-of-memory', 'decoder'))
    await expect(done).rejects.toMatchObject({ code: 'out-of-memory', detail: 'decoder' })
    const madeAtFailure = made()
    await settled()
    expect(made()).toBe(madeAtFailure)
    expect(log).toEqual(['end 0', 'abandon 0'])
  })

  it('speaks only the chunks that are asked for, in their places in the whole plan', async () => {
    const { read, waiting, chunks, settled } = setUp(6)
    const { done, events } = read(`${SENTENCE} ${SENTENCE} ${SENTENCE}`, { from: 1, to: 2 })
    await settled()
    for (const block of waiting) block.sound()
    await done
    expect(chunks()).toBe(1)
    expect(events[0]).toMatchObject({ type: 'plan', chunks: [{}, {}, {}] })
    expect(audioOf(events).map(({ chunkIndex, endsChunk }) => [chunkIndex, endsChunk])).toEqual([[1, false], [1, false], [1, false], [1, true]])
  })

  it('finishes every run and every decoder of a reading that went well', async () => {
    const { read, waiting, log, settled } = setUp(6)
    const { done, call } = read(SENTENCE)
    await settled()
    for (const block of waiting) block.sound()
    await done
    expect(log).toEqual(['end 0', 'finish 0'])
    expect(call.timings.snapshot().find(({ stage }) => stage === 'decode')).toEqual({ stage: 'decode', totalMs: 21, calls: 3, frames: 6 })
  })
})
