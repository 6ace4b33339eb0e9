import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, engineCall, readBundleFolder, type BundleFiles } from '#fixtures/bundle-context'
import { contractCBundle, contractCManifest, fusedEncoder } from '#fixtures/contract-c-bundle'
import { fusedStep } from '#fixtures/contract-c-step'
import { flowLmMain } from '#fixtures/flow-lm-graphs'
import { fullSizes, tinySizes } from '#fixtures/pocket-sizes'
import { floatValues, readSafetensors } from '#fixtures/safetensors'
import { encodeSentencePieceModel } from '#fixtures/sentencepiece-proto'
import { createRandom } from '../../../../../src/shared/audio/random'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice, type SpeakEvent, type SpeakSettings } from '../../../../../src/shared/protocol/engine'
import type { Gpu } from '../../../../runtime/gpu'
import type { CreateSession } from '../../../../runtime/session'
import type { EngineCall, EngineContext, VoiceEngine } from '../../voice-engine'
import { createPocketEngine } from '../pocket-engine'
import { unpackVoice } from '../prepared-voice'

// The weights are random: it speaks noise. What is tested is when, how much, and from what.

const fixture = readBundleFolder('e2e/fixtures/pocket-c-tiny')
const staged = readBundleFolder('e2e/fixtures/pocket-tiny')
const random = createRandom(1)
const prompt = { samples: Float32Array.from({ length: 24_000 }, () => 0.1 * random.normal()), sampleRate: 24_000 }
/** One second is 12.5 frames; and one position for the start of the voice. */
const VOICE_POSITIONS = 13 + 1

/** Files in place of the committed ones, listed as if they had been published so. */
function published(changes: Readonly<Record<string, Uint8Array>>): BundleFiles {
  const files = new Map([...fixture, ...Object.entries(changes)])
  return new Map([...files, ['manifest.json', contractCManifest(files)]])
}

const endingAt = (position: number) => published({ 'model.onnx': fusedStep(tinySizes, { int8: false, endAtPosition: position }) })

interface Spied {
  readonly createSession: CreateSession
  /** Runs of the step graph, by how many positions each added. */
  readonly runs: number[]
  open: number
}

function spy(): Spied {
  const spied: Spied = {
    runs: [],
    open: 0,
    async createSession(bytes, options) {
      const session = await createNodeSession(bytes, options)
      spied.open++
      return {
        ...session,
        run(feeds, fetches) {
          if ('tokens' in feeds) spied.runs.push(feeds['tokens'].dims[1] ?? 0)
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

describe('the committed model', () => {
  it.each([...contractCBundle(tinySizes, { int8: false })])('is what the script writes: %s', (path, bytes) => {
    expect(Buffer.from(bytes).equals(fixture.get(path)!)).toBe(true)
  })
})

describe('loading a model of one graph', () => {
  const half = (path: string) => fixture.get(path)!.subarray(0, fixture.get(path)!.length / 2)
  const without = (path: string) => new Map([...fixture].filter(([name]) => name !== path))
  const text = (path: string) => Buffer.from(fixture.get(path)!).toString()
  const assetsWith = (from: string | RegExp, to: string) => published({ 'assets.json': Buffer.from(text('assets.json').replace(from, to)) })
  const manifestWith = (from: string | RegExp, to: string) => new Map([...fixture, ['manifest.json', Buffer.from(text('manifest.json').replace(from, to))]])
  const bigVocabulary = encodeSentencePieceModel(Array.from({ length: 70 }, (_, i) => ({ piece: `p${i}`, score: -1, type: 'normal' })))

  it.each([
    ['no step graph', without('model.onnx'), 'model-missing'],
    ['no encoder', without('encoder.onnx'), 'model-missing'],
    ['no assets', without('assets.json'), 'model-missing'],
    ['a manifest that is none', new Map([...fixture, ['manifest.json', Buffer.from('[]')]]), 'model-invalid'],
    ['a truncated manifest', new Map([...fixture, ['manifest.json', half('manifest.json')]]), 'model-invalid'],
    ['a manifest without an encoder', manifestWith(/"encoder": \{[^}]*\}/, '"encoder": null'), 'model-invalid'],
    ['a graph of another size than listed', new Map([...fixture, ['model.onnx', half('model.onnx')]]), 'model-mismatch'],
    ['a graph with another hash than listed', manifestWith(/("file": "model.onnx",[^}]*"sha256": ")..../, '$10000'), 'model-mismatch'],
    ['truncated assets', published({ 'assets.json': half('assets.json') }), 'model-invalid'],
    ['a tokenizer that is not base64', assetsWith('"tokenizer": "', '"tokenizer": "*'), 'model-invalid'],
    ['a tokenizer that is none', assetsWith(/"tokenizer": "[^"]*"/, '"tokenizer": "AAAA"'), 'model-invalid'],
    ['a tokenizer with more pieces than the text table', assetsWith(/"tokenizer": "[^"]*"/, `"tokenizer": "${Buffer.from(bigVocabulary).toString('base64')}"`), 'model-mismatch'],
    ['a truncated graph', published({ 'model.onnx': half('model.onnx') }), 'model-invalid'],
    ['one graph in place of the other', published({ 'model.onnx': fixture.get('encoder.onnx')! }), 'model-mismatch'],
    ['assets of a wider model', assetsWith('"model_dim": 64', '"model_dim": 1024'), 'model-mismatch'],
    ['assets of a deeper model', assetsWith('"flow_layers": 2', '"flow_layers": 24'), 'model-mismatch'],
    ['assets of another codec', assetsWith('"conv_state_size": 1840', '"conv_state_size": 14720'), 'model-mismatch'],
  ])('fails with the right code, and leaves nothing open: %s', async (_, files, code) => {
    const spied = spy()
    await expect(createPocketEngine(bundleContext(files, spied.createSession))).rejects.toMatchObject({ code })
    expect(spied.open).toBe(0)
  })

  it('is refused for the GPU before a graph is opened there', async () => {
    const spied = spy()
    const trials = { read: () => Promise.resolve(null), write: () => Promise.resolve() }
    const gpu: Gpu = { use: 'when-right', createSession: spied.createSession, nodesOnCpu: () => Promise.resolve([]), openResident: () => Promise.reject(new Error('asked')), trials }
    await expect(createPocketEngine({ ...bundleContext(fixture, spied.createSession), gpu })).rejects.toMatchObject({ code: 'execution-provider-unsupported' })
    expect(spied.open).toBe(0)
  })

  it('takes files by the names that the manifest gives them', async () => {
    const renamed = new Map([...manifestWith('"model.onnx"', '"english.onnx"'), ['english.onnx', fixture.get('model.onnx')!]])
    renamed.delete('model.onnx')
    const engine = await createPocketEngine(bundleContext(renamed))
    expect(engine.description).toMatchObject({ sampleRate: 24_000, clones: true, executionProviders: ['wasm'] })
    await engine.release()
  })

  it('compares hashes once for the same files', async () => {
    const known = new Map<string, boolean>()
    const verdicts: NonNullable<EngineContext['verdicts']> = {
      read: (key) => Promise.resolve(known.get(key) ?? null),
      write: (key, verdict) => Promise.resolve(void known.set(key, verdict)),
    }
    const context = { ...bundleContext(fixture), verdicts }
    await (await createPocketEngine(context)).release()
    expect([...known]).toEqual([['listed/assets.json/pocket-tiny:test', true], ['listed/model.onnx/pocket-tiny:test', true]])
    const rehashed = { ...bundleContext(manifestWith(/("file": "model.onnx",[^}]*"sha256": ")..../, '$10000')), verdicts }
    await (await createPocketEngine(rehashed)).release()
  })

  it('prefers the bundle where a folder was hosted with a list beside it', async () => {
    const both = new Map([...staged, ['manifest.json', Buffer.from('{"packs": []}')]])
    const engine = await createPocketEngine(bundleContext(both))
    expect(engine.description.graphs).toMatch(/^language model .*, decoder /)
    await engine.release()
  })
})

describe('preparing a voice', () => {
  it('keeps one graph open, opens the encoder only for a voice, and releases all', async () => {
    const spied = spy()
    const engine = await createPocketEngine(bundleContext(fixture, spied.createSession))
    expect(spied.open).toBe(1)
    await engine.prepareVoice(prompt, engineCall())
    expect(spied.open).toBe(1)
    await engine.release()
    expect(spied.open).toBe(0)
  })

  it('stops when it is cancelled, and releases the encoder', async () => {
    const spied = spy()
    const engine = await createPocketEngine(bundleContext(fixture, spied.createSession))
    const controller = new AbortController()
    const call: EngineCall = { ...engineCall(controller.signal), onProgress: () => { controller.abort() } }
    await expect(engine.prepareVoice(prompt, call)).rejects.toMatchObject({ code: 'aborted' })
    expect(spied.open).toBe(1)
    await engine.release()
  })

  it.each([
    ['is damaged', Buffer.from('nothing'), 'model-invalid'],
    ['is another graph', fixture.get('model.onnx')!, 'model-mismatch'],
    ['has another width', fusedEncoder({ ...tinySizes, lm: { ...tinySizes.lm, width: fullSizes.lm.width } }), 'model-mismatch'],
  ])('says when the encoder %s, and leaves none open', async (_, encoder, code) => {
    const spied = spy()
    const engine = await createPocketEngine(bundleContext(published({ 'encoder.onnx': encoder }), spied.createSession))
    await expect(engine.prepareVoice(prompt, engineCall())).rejects.toMatchObject({ code })
    expect(spied.open).toBe(1)
    await engine.release()
  })

  it('makes the same voice state as the official code, start row included', async () => {
    const reference = readSafetensors(staged.get('reference.safetensors')!)
    const vector = (name: string) => floatValues(reference.get(name)!)
    const engine = await createPocketEngine(bundleContext(fixture))
    const voice = await engine.prepareVoice({ samples: vector('b2.audio'), sampleRate: 24_000 }, engineCall())
    const { positions, caches } = unpackVoice(voice.data)
    expect([voice.summary, positions]).toEqual(['19 positions', 19])
    caches.forEach((cache, layer) => {
      const expected = vector(`c.kv_after_voice.layer${layer}`)
      expect(cache.length).toBe(expected.length)
      // The tolerance of a chain from the prompt's samples on.
      expect(Math.max(...cache.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1.2e-4)
    })
    await engine.release()
  })

  it('hears a prompt of more than one window as contract A does', async () => {
    const engines = [await createPocketEngine(bundleContext(fixture)), await createPocketEngine(bundleContext(staged))]
    const long = Float32Array.from({ length: 20 * 24_000 + 700 }, () => 0.1 * random.normal())
    const voices: Float32Array[] = []
    for (const engine of engines) {
      const { data } = await engine.prepareVoice({ samples: long, sampleRate: 24_000 }, engineCall())
      voices.push(Float32Array.of(...unpackVoice(data).caches.flatMap((cache) => Array.from(cache))))
      await engine.release()
    }
    const [one, five] = voices
    expect(one).toHaveLength(2 * 2 * 252 * 64)
    // The same products in another order, and what the windows do to that.
    expect(Math.max(...one!.map((value, i) => Math.abs(value - five![i]!)))).toBeLessThan(3e-4)
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

  it('refuses a voice of another model', async () => {
    await expect(speak(engine, { ...voice, packKey: 'pocket-other:1' }, text)).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it('stops within a frame of a cancel', async () => {
    const controller = new AbortController()
    const call = engineCall(controller.signal)
    let runsAtCancel = 0
    const reading = async () => {
      for await (const event of engine.speak({ text, language: 'en', voice, settings: DEFAULT_SPEAK_SETTINGS }, call)) {
        if (event.type !== 'audio') continue
        runsAtCancel = spied.runs.length
        controller.abort()
      }
    }
    await expect(reading()).rejects.toMatchObject({ code: 'aborted' })
    expect(runsAtCancel).toBeGreaterThan(0)
    expect(spied.runs.length).toBeLessThanOrEqual(runsAtCancel + 1)
  })

  it('ends where the model promised, and the frames for the last sound later, frame by frame', async () => {
    // The ninth frame fills the promised position: index 8; a text of up to four words goes on for five frames.
    const call = engineCall()
    const { samples, events, audio } = await speak(engine, voice, text, {}, call)
    expect(samples).toHaveLength((8 + 5) * 1920)
    expect(events.some((event) => event.type === 'warning')).toBe(false)
    expect(new Set(audio.map((event) => event.samples.buffer)).size).toBe(audio.length)
    const stages = call.timings.snapshot().map(({ stage, calls, frames }) => [stage, calls, frames])
    expect(stages).toEqual([['text', 1, 0], ['text-prefill', 1, 0], ['lm-flow-decode', 14, 14]])
  })

  it('gives the same samples for the same seed, others for another seed, temperature or number of steps', async () => {
    const of = async (settings: Partial<SpeakSettings>) => (await speak(engine, voice, text, settings)).samples
    const first = await of({ seed: 7 })
    expect(await of({ seed: 7 })).toEqual(first)
    expect(await of({ seed: 8 })).not.toEqual(first)
    expect(await of({ seed: 7, temperature: 0.3 })).not.toEqual(first)
    expect(await of({ seed: 7, steps: 2 })).not.toEqual(first)
  })

  it('never changes the voice it speaks with', async () => {
    const before = voice.data.slice(0)
    await speak(engine, voice, text)
    expect(voice.data).toEqual(before)
  })

  it('starts each chunk from the voice again, with noise of its own, and pauses after a sentence', async () => {
    const other = await createPocketEngine(bundleContext(endingAt(VOICE_POSITIONS + 40)))
    const sentence = 'This sentence has some thirty letters.'
    const { audio } = await speak(other, voice, `${sentence} ${sentence}`)
    const samplesOf = (index: number) => audio.filter((event) => event.chunkIndex === index).flatMap((event) => Array.from(event.samples))
    const [first, second] = [samplesOf(0), samplesOf(1)]
    expect(first.length).toBe(second.length + 0.25 * 24_000)
    expect(first.slice(0, second.length)).not.toEqual(second)
    await other.release()
  })

  it('is stopped at the most frames its text may take, with a warning', async () => {
    const endless = await createPocketEngine(bundleContext(endingAt(5000)))
    const { events, samples } = await speak(endless, voice, text)
    // Seven tokens: ceil((7 / 3 + 2) * 12.5) = 55 frames.
    expect(samples).toHaveLength(55 * 1920)
    expect(events).toContainEqual({ type: 'warning', chunkIndex: 0, code: 'runaway' })
    await endless.release()
  })
})

describe('the same model in one graph and in five', () => {
  it.each([1, 3])('speaks the same samples from the same noise, in %i steps, long after the codec forgot its first frames', async (steps) => {
    // 40 frames: the codec sees 15.6 of them at once.
    const end = VOICE_POSITIONS + 7 + 36
    const five = await createPocketEngine(bundleContext(new Map([...staged, ['flow_lm_main.onnx', flowLmMain(tinySizes, { int8: false, endAtPosition: end })]])))
    const one = await createPocketEngine(bundleContext(endingAt(end)))
    const [expected, actual] = [five, one].map(async (engine) => {
      const voice = await engine.prepareVoice(prompt, engineCall())
      return (await speak(engine, voice, 'Hello', { seed: 7, steps })).samples
    }) as [Promise<number[]>, Promise<number[]>]
    const [fromFive, fromOne] = [await expected, await actual]
    expect(fromOne).toHaveLength(40 * 1920)
    expect(fromFive).toHaveLength(40 * 1920)
    expect(Math.max(...fromFive)).toBeGreaterThan(0.1)
    // Twice the tolerance of the official vectors for six frames of such a chain.
    expect(Math.max(...fromOne.map((sample, i) => Math.abs(sample - fromFive[i]!)))).toBeLessThan(8e-5)
    await five.release()
    await one.release()
  })
})
