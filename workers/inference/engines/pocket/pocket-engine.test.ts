import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, engineCall, readBundleFolder, type BundleFiles } from '#fixtures/bundle-context'
import { flowLmMain, textConditioner } from '#fixtures/flow-lm-graphs'
import { mimiEncoder } from '#fixtures/mimi-graphs'
import { encodeNumpy } from '#fixtures/encode-numpy'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { fullSizes, tinySizes } from '#fixtures/pocket-sizes'
import { floatValues, readSafetensors } from '#fixtures/safetensors'
import { encodeSentencePieceModel } from '#fixtures/sentencepiece-proto'
import { createRandom } from '../../../../src/shared/audio/random'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice, type SpeakEvent, type SpeakSettings } from '../../../../src/shared/protocol/engine'
import type { CreateSession } from '../../../runtime/session'
import type { EngineCall, VoiceEngine } from '../voice-engine'
import { MAX_TEXT_CHARACTERS } from '../../../../src/shared/text/speakable'
import { createPocketEngine } from './pocket-engine'
import { unpackVoice } from './voice/prepared-voice'

// The bundle's weights are random: it speaks noise. What is tested is when, how much, and from what.

const fixture = readBundleFolder('e2e/fixtures/pocket-tiny')
const random = createRandom(1)
const prompt = { samples: Float32Array.from({ length: 24_000 }, () => 0.1 * random.normal()), sampleRate: 24_000 }
/** One second is 12.5 frames; and one position for the start of the voice. */
const VOICE_POSITIONS = 13 + 1

/** The fixture with a language model that ends when `position` positions are filled. */
function endingAt(position: number): BundleFiles {
  return new Map([...fixture, ['flow_lm_main.onnx', flowLmMain(tinySizes, { int8: false, endAtPosition: position })]])
}

interface Spied {
  readonly createSession: CreateSession
  /** Runs of the language model, by how many latents each added. */
  readonly lmRuns: number[]
  open: number
}

function spy(): Spied {
  const spied: Spied = {
    lmRuns: [],
    open: 0,
    async createSession(bytes, options) {
      const session = await createNodeSession(bytes, options)
      spied.open++
      return {
        ...session,
        run(feeds, fetches) {
          if ('sequence' in feeds) spied.lmRuns.push(feeds['sequence'].dims[1] ?? 0)
          return session.run(feeds, fetches)
        },
        release() {
          spied.open--
          return session.release()
        },
      }
    },
  }
  return spied
}

async function speak(engine: VoiceEngine, voice: PreparedVoice, text: string, settings: Partial<SpeakSettings> = {}, call: EngineCall = engineCall()) {
  const events: SpeakEvent[] = []
  const request = { text, language: 'en', voice, settings: { ...DEFAULT_SPEAK_SETTINGS, ...settings } }
  for await (const event of engine.speak(request, call)) events.push(event)
  const audio = events.filter((event) => event.type === 'audio')
  return { events, audio, samples: audio.flatMap((event) => Array.from(event.samples)) }
}

describe('loading a bundle', () => {
  const changed = (changes: Readonly<Record<string, Uint8Array | null>>): BundleFiles => {
    const files = new Map(fixture)
    for (const [path, bytes] of Object.entries(changes)) {
      if (bytes === null) files.delete(path)
      else files.set(path, bytes)
    }
    return files
  }
  const cut = (path: string) => fixture.get(path)!.subarray(0, fixture.get(path)!.length / 2)
  const bundleWith = (from: RegExp, to: string) => Buffer.from(Buffer.from(fixture.get('bundle.json')!).toString().replace(from, to))
  const bigVocabulary = encodeSentencePieceModel(Array.from({ length: 70 }, (_, i) => ({ piece: `p${i}`, score: -1, type: 'normal' })))

  it.each([
    ['a missing graph', { 'mimi_decoder.onnx': null }, 'model-missing'],
    ['a missing tokenizer', { 'tokenizer.model': null }, 'model-missing'],
    ['a truncated graph', { 'flow_lm_main.onnx': cut('flow_lm_main.onnx') }, 'model-invalid'],
    ['a graph that is a web page', { 'mimi_decoder.onnx': Buffer.from('<!doctype html><title>404</title>') }, 'model-invalid'],
    ['a truncated tokenizer', { 'tokenizer.model': cut('tokenizer.model') }, 'model-invalid'],
    ['a truncated start row', { 'bos_before_voice.npy': cut('bos_before_voice.npy') }, 'model-invalid'],
    ['a truncated bundle.json', { 'bundle.json': cut('bundle.json') }, 'model-invalid'],
    ['one graph in place of another', { 'flow_lm_flow.onnx': fixture.get('mimi_encoder.onnx')! }, 'model-mismatch'],
    ['a bundle.json of a wider model', { 'bundle.json': bundleWith(/"conditioning_dim": 64/, '"conditioning_dim": 1024') }, 'model-mismatch'],
    ['a bundle.json with other decoder states', { 'bundle.json': bundleWith(/"decoder.model.0",\s+"key": "previous",\s+"dtype": "float32",\s+"shape": \[\s+1,\s+64/, '"decoder.model.0", "key": "previous", "dtype": "float32", "shape": [1, 32') }, 'model-mismatch'],
    ['a start row of a wider model', { 'bos_before_voice.npy': encodeNumpy(new Float32Array(1024), [1, 1, 1024]) }, 'model-mismatch'],
    ['a tokenizer with more pieces than the text table', { 'tokenizer.model': bigVocabulary }, 'model-mismatch'],
  ])('fails with the right code, and leaves nothing open: %s', async (_, changes, code) => {
    const spied = spy()
    await expect(createPocketEngine(bundleContext(changed(changes), spied.createSession))).rejects.toMatchObject({ code })
    expect(spied.open).toBe(0)
  })

  it('says that a text table of another width does not belong to the language model', async () => {
    const wide = { ...tinySizes, lm: { ...tinySizes.lm, width: fullSizes.lm.width } }
    await expect(createPocketEngine(bundleContext(changed({ 'text_conditioner.onnx': textConditioner(wide) })))).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it('takes graphs that still have the suffix of quantised files', async () => {
    const { ['flow_lm_main.onnx']: main, ...rest } = Object.fromEntries(fixture)
    const engine = await createPocketEngine(bundleContext(new Map([...Object.entries(rest), ['flow_lm_main_int8.onnx', main!]])))
    expect(engine.description.sampleRate).toBe(24_000)
    await engine.release()
  })

  it('keeps three graphs open, the text being a table, opens the encoder only for a voice, and releases all', async () => {
    const spied = spy()
    const engine = await createPocketEngine(bundleContext(fixture, spied.createSession))
    expect(spied.open).toBe(3)
    await engine.prepareVoice(prompt, engineCall())
    expect(spied.open).toBe(3)
    await engine.release()
    expect(spied.open).toBe(0)
  })

  it.each([
    ['on kernels', { loadKernels: loadNodeKernels }],
    ['as published', {}],
  ])('has given the memory of every graph back when it is open and has heard a voice: %s', async (_, how) => {
    const { files, ...context } = bundleContext(fixture)
    const graphs = new Map<string, ArrayBuffer>()
    const read = async (path: string) => {
      const file = await files.read(path)
      if (path.endsWith('.onnx')) graphs.set(path, file)
      return file
    }
    const engine = await createPocketEngine({ ...context, ...how, files: { ...files, read } })
    await engine.prepareVoice(prompt, engineCall())
    expect(graphs.size).toBe(5)
    expect([...graphs].filter(([, { byteLength }]) => byteLength > 0)).toEqual([])
    await engine.release()
  })
})

describe('preparing a voice', () => {
  let engine: VoiceEngine
  beforeAll(async () => {
    engine = await createPocketEngine(bundleContext(fixture))
  })

  it('refuses less than a second', async () => {
    await expect(engine.prepareVoice({ ...prompt, samples: prompt.samples.subarray(1) }, engineCall())).rejects.toMatchObject({ code: 'prompt-too-short' })
  })

  it('refuses another sample rate', async () => {
    await expect(engine.prepareVoice({ ...prompt, sampleRate: 48_000 }, engineCall())).rejects.toMatchObject({ code: 'internal' })
  })

  it('stops when it is cancelled, and releases the encoder', async () => {
    const spied = spy()
    const spiedEngine = await createPocketEngine(bundleContext(fixture, spied.createSession))
    const controller = new AbortController()
    const call: EngineCall = { ...engineCall(controller.signal), onProgress: () => { controller.abort() } }
    await expect(spiedEngine.prepareVoice(prompt, call)).rejects.toMatchObject({ code: 'aborted' })
    expect(spied.open).toBe(3)
  })

  it('says when the encoder is damaged, and can still speak', async () => {
    const files = new Map([...fixture, ['mimi_encoder.onnx', Buffer.from('nothing')]])
    const damaged = await createPocketEngine(bundleContext(files))
    await expect(damaged.prepareVoice(prompt, engineCall())).rejects.toMatchObject({ code: 'model-invalid' })
    const voice = await engine.prepareVoice(prompt, engineCall())
    expect((await speak(damaged, voice, 'Hello')).events[0]?.type).toBe('plan')
  })

  it('refuses an encoder of another width', async () => {
    const wide = mimiEncoder({ ...tinySizes, lm: { ...tinySizes.lm, width: 128 } }, { int8: false })
    const other = await createPocketEngine(bundleContext(new Map([...fixture, ['mimi_encoder.onnx', wide]])))
    await expect(other.prepareVoice(prompt, engineCall())).rejects.toMatchObject({ code: 'model-mismatch' })
    await other.release()
  })

  it('gives one position per started frame and one for the start, the same every time', async () => {
    const call = engineCall()
    const voice = await engine.prepareVoice(prompt, call)
    expect(voice).toMatchObject({ engineId: 'pocket-tts', packKey: 'pocket-tiny:test', format: 1, summary: `${VOICE_POSITIONS} positions` })
    expect((await engine.prepareVoice(prompt, engineCall())).data).toEqual(voice.data)
    expect(call.timings.snapshot().map(({ stage, frames }) => [stage, frames])).toEqual([['prompt-encode', 13], ['voice-prefill', VOICE_POSITIONS]])
  })

  it('makes the same voice state as the official code, start row included', async () => {
    const reference = readSafetensors(fixture.get('reference.safetensors')!)
    const vector = (name: string) => floatValues(reference.get(name)!)
    const voice = await engine.prepareVoice({ samples: vector('b2.audio'), sampleRate: 24_000 }, engineCall())
    const { positions, caches } = unpackVoice(voice.data)
    expect(positions).toBe(19)
    expect(caches).toHaveLength(2)
    caches.forEach((cache, layer) => {
      const expected = vector(`c.kv_after_voice.layer${layer}`)
      const difference = cache.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i]!)), 0)
      expect(cache.length).toBe(expected.length)
      // The tolerance of a chain from the prompt's samples on.
      expect(difference).toBeLessThan(1.2e-4)
    })
  })

  it('uses the first 30 seconds of a longer prompt', async () => {
    const long = new Float32Array(31 * 24_000).map((_, i) => prompt.samples[i % 24_000]!)
    const voice = await engine.prepareVoice({ ...prompt, samples: long }, engineCall())
    expect(voice.summary).toBe(`${30 * 12.5 + 1} positions`)
  })
})

describe('speaking', () => {
  /** Spoken as "Hello.": seven tokens in the fixture's vocabulary, a space, five letters and the mark. */
  const text = 'Hello'
  const spied = spy()
  let engine: VoiceEngine
  let voice: PreparedVoice

  beforeAll(async () => {
    engine = await createPocketEngine(bundleContext(endingAt(VOICE_POSITIONS + 7 + 9), spied.createSession))
    voice = await engine.prepareVoice(prompt, engineCall())
  })

  it.each([
    ['', 'text-empty'],
    ['😀', 'text-unspeakable'],
    ['Привет', 'text-script-unsupported'],
  ])('refuses what cannot be spoken: %s', async (unspeakable, code) => {
    await expect(speak(engine, voice, unspeakable)).rejects.toMatchObject({ code })
  })

  it('refuses a text that is too long', async () => {
    await expect(speak(engine, voice, 'a'.repeat(MAX_TEXT_CHARACTERS + 1))).rejects.toMatchObject({ code: 'text-too-long' })
  })

  it('refuses a voice of another pack, another engine or another format', async () => {
    for (const other of [{ packKey: 'pocket-other:1' }, { engineId: 'kokoro' as const }, { format: 99 }]) {
      await expect(speak(engine, { ...voice, ...other }, text)).rejects.toMatchObject({ code: 'model-mismatch' })
    }
  })

  it('refuses a damaged voice', async () => {
    await expect(speak(engine, { ...voice, data: voice.data.slice(8) }, text)).rejects.toMatchObject({ code: 'voice-file-invalid' })
  })

  it('stops within a frame of a cancel', async () => {
    const controller = new AbortController()
    const call = engineCall(controller.signal)
    let runsAtCancel = 0
    const request = { text, language: 'en', voice, settings: DEFAULT_SPEAK_SETTINGS }
    const reading = async () => {
      for await (const event of engine.speak(request, call)) {
        if (event.type !== 'audio') continue
        runsAtCancel = spied.lmRuns.length
        controller.abort()
      }
    }
    await expect(reading()).rejects.toMatchObject({ code: 'aborted' })
    expect(runsAtCancel).toBeGreaterThan(0)
    expect(spied.lmRuns.length).toBe(runsAtCancel)
  })

  it('stops before the text is read when it is cancelled after the plan', async () => {
    const controller = new AbortController()
    const reading = engine.speak({ text, language: 'en', voice, settings: DEFAULT_SPEAK_SETTINGS }, engineCall(controller.signal))
    expect((await reading.next()).value).toMatchObject({ type: 'plan' })
    const runs = spied.lmRuns.length
    controller.abort()
    await expect(reading.next()).rejects.toMatchObject({ code: 'aborted' })
    expect(spied.lmRuns.length).toBe(runs)
  })

  it('ends where the model promised, and the frames for the last sound later', async () => {
    // The ninth frame fills the promised position: index 8; a text of up to four words goes on for five frames.
    const { samples, events } = await speak(engine, voice, text)
    expect(samples).toHaveLength((8 + 5) * 1920)
    expect(events.some((event) => event.type === 'warning')).toBe(false)
  })

  it('yields the plan first, then small blocks that grow, and marks the last', async () => {
    const { events, audio } = await speak(engine, voice, text)
    expect(events[0]).toMatchObject({ type: 'plan', chunks: [{ text: 'Hello.' }] })
    expect(audio.map((event) => event.samples.length)).toEqual([1920 - 120, 2 * 1920, 3 * 1920, 3 * 1920, 3 * 1920, 1920, 120])
    expect(audio.map((event) => event.endsChunk)).toEqual([false, false, false, false, false, false, true])
    expect(new Set(audio.map((event) => event.samples.buffer)).size).toBe(audio.length)
  })

  it('gives the same samples for the same seed, others for another seed or temperature', async () => {
    const of = async (settings: Partial<SpeakSettings>) => (await speak(engine, voice, text, settings)).samples
    const first = await of({ seed: 7 })
    expect(await of({ seed: 7 })).toEqual(first)
    expect(await of({ seed: 8 })).not.toEqual(first)
    expect(await of({ seed: 7, temperature: 0.6 })).not.toEqual(first)
    expect(await of({ seed: 7, steps: 2 })).not.toEqual(first)
    expect(await of({ seed: 7, temperature: 0 })).toEqual(await of({ seed: 8, temperature: 0 }))
  })

  it('says a chunk alone as it says it among the others', async () => {
    const twoChunks = 'Hello. [pause 0.2s] Hello.'
    const whole = await speak(engine, voice, twoChunks)
    const { chunks } = whole.events.find((event) => event.type === 'plan')!
    expect(chunks).toHaveLength(2)
    const alone: SpeakEvent[] = []
    const last = { from: 1, to: 2 }
    const request = { text: twoChunks, language: 'en', voice, settings: DEFAULT_SPEAK_SETTINGS, chunks: last }
    for await (const event of engine.speak(request, engineCall())) alone.push(event)
    expect(alone.filter((event) => event.type === 'audio')).toEqual(whole.audio.filter(({ chunkIndex }) => chunkIndex === last.from))
  })

  it('never changes the voice it speaks with', async () => {
    const before = voice.data.slice(0)
    await speak(engine, voice, text)
    expect(voice.data).toEqual(before)
  })

  it('times every stage', async () => {
    const call = engineCall()
    await speak(engine, voice, text, {}, call)
    const stages = call.timings.snapshot().map(({ stage, calls, frames }) => [stage, calls, frames])
    expect(stages).toEqual([['text', 1, 0], ['text-prefill', 1, 0], ['lm', 14, 14], ['flow', 13, 13], ['decode', 6, 13]])
  })
})

describe('speaking more than one chunk', () => {
  it('starts each from the voice again, with noise of its own, and pauses after a sentence', async () => {
    const spied = spy()
    const engine = await createPocketEngine(bundleContext(endingAt(VOICE_POSITIONS + 40), spied.createSession))
    const voice = await engine.prepareVoice(prompt, engineCall())
    const sentence = 'This sentence has some thirty letters.'
    const { events, audio } = await speak(engine, voice, `${sentence} ${sentence}`)
    const [plan] = events
    expect(plan).toMatchObject({ type: 'plan', chunks: [{ text: sentence }, { text: sentence }] })
    const samplesOf = (index: number) => audio.filter((event) => event.chunkIndex === index).flatMap((event) => Array.from(event.samples))
    const [first, second] = [samplesOf(0), samplesOf(1)]
    expect(first.length).toBe(second.length + 0.25 * 24_000)
    expect(first.slice(second.length).every((sample) => sample === 0)).toBe(true)
    expect(first.slice(0, second.length)).not.toEqual(second)
    expect(audio.map((event) => event.chunkIndex)).toEqual(audio.map((event) => event.chunkIndex).toSorted())
    await engine.release()
  })

  it('says when a word had to be cut', async () => {
    const engine = await createPocketEngine(bundleContext(endingAt(VOICE_POSITIONS)))
    const voice = await engine.prepareVoice(prompt, engineCall())
    const { events } = await speak(engine, voice, 'h'.repeat(60))
    expect(events).toContainEqual({ type: 'warning', chunkIndex: 0, code: 'chunk-over-limit' })
    await engine.release()
  })
})

describe('a model that does not find its end', () => {
  it('is stopped at the most frames its text may take, with a warning', async () => {
    const engine = await createPocketEngine(bundleContext(endingAt(5000)))
    const voice = await engine.prepareVoice(prompt, engineCall())
    const { events, samples } = await speak(engine, voice, 'Hello')
    // Seven tokens: ceil((7 / 3 + 2) * 12.5) = 55 frames.
    expect(samples).toHaveLength(55 * 1920)
    expect(events).toContainEqual({ type: 'warning', chunkIndex: 0, code: 'runaway' })
    await engine.release()
  })
})

describe('a bundle with few positions', () => {
  it('refuses before the graph would overflow', async () => {
    const bundle = Buffer.from(fixture.get('bundle.json')!).toString().replaceAll(/(\[\s+2,\s+1,\s+)1000(,\s+4,\s+16)/g, (_, before: string, after: string) => `${before}64${after}`)
    const files = new Map([...fixture, ['flow_lm_main.onnx', flowLmMain(tinySizes, { int8: false, capacity: 64 })] as const, ['bundle.json', Buffer.from(bundle)] as const])
    const spied = spy()
    const engine = await createPocketEngine(bundleContext(files, spied.createSession))
    const voice = await engine.prepareVoice(prompt, engineCall())
    const runs = spied.lmRuns.length
    await expect(speak(engine, voice, 'Hello')).rejects.toMatchObject({ code: 'position-budget-exceeded' })
    expect(spied.lmRuns.length).toBe(runs)
    await engine.release()
  })
})

describe('a bundle of the published structure', () => {
  it('can run on both processors, quantised or not', async () => {
    const quantised = new Map([...fixture, ['flow_lm_main.onnx', flowLmMain(tinySizes, { int8: true })] as const])
    for (const files of [fixture, quantised]) {
      const engine = await createPocketEngine(bundleContext(files))
      expect(engine.description.executionProviders).toEqual(['wasm', 'webgpu'])
      await engine.release()
    }
  })

  it('asks for the verdict on these very files', async () => {
    const asked: string[] = []
    const verdicts = { read: (key: string) => Promise.resolve(asked.push(key) < 0), write: () => Promise.reject(new Error('asked')) }
    await (await createPocketEngine({ ...bundleContext(fixture), loadKernels: loadNodeKernels, packKey: 'pocket-tiny@abc', verdicts })).release()
    expect(asked).toEqual(['kernels-4/decoder/pocket-tiny@abc', 'kernels-4/speech/pocket-tiny@abc'])
  })
})
