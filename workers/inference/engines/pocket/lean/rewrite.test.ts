import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, presentFolders, readBundleFolder } from '#fixtures/bundle-context'
import { largestDifference } from '#fixtures/compare-numbers'
import { flowLmMain } from '#fixtures/flow-lm-graphs'
import { rows, tokenIds, values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { lmStates } from '#fixtures/pocket-states'
import { openPublishedSessions, type PublishedSessions } from '#fixtures/published-sessions'
import { createRandom } from '../../../../../src/shared/audio/random'
import { createStageClock } from '../../../stage-clock'
import { parseBundle, type PocketBundle } from '../published/bundle'
import { createDecoder, type DecoderStream } from '../published/decoder'
import { createLanguageModel } from '../published/language-model'
import { openGraph, readGraph } from '../published/graphs'
import { speakWithFlow, type SpeechModel } from '../language-model/speech-model'
import { LEAN_RING, rewriteDecoder, type LeanDecoder } from './decoder-rewrite'
import type { LeanGraph } from './lean-graph'
import { openLeanDecoder, openLeanSpeech } from './lean-graphs'
import { rewriteLanguageModel } from './lm-rewrite'
import { exerciseDecoder, exerciseSpeech, openProven } from '../published/kernel-check'

// What a rewritten graph computes against the published one, and against numbers of the official PyTorch code.

const beside = '../shared/reference/pocket-tts/graphs'
const wanted = { fixture: 'e2e/fixtures/pocket-tiny', 'exported float32': `${beside}/A-tiny`, 'exported int8': `${beside}/A-tiny-int8` }
const folders = presentFolders(wanted)

// Against the official code, as in reference.test.ts. Of the published decoder once the smaller ring wraps: float32 sums
// in another order; int8 may turn that into a step of its quantisation, up to 1 % of the loudest sample (about 0.9).
const tolerances = {
  float32: { kv: 4e-5, latent: 4e-5, endLogit: 3e-5, audio: 2e-5, wrapped: 5e-6 },
  int8: { kv: 0.35, latent: 0.225, endLogit: 0.08, audio: 0.051, wrapped: 0.01 },
}

describe.skipIf(folders.length === Object.keys(wanted).length)('bundles of the published exporter', () => {
  it.skip('are not beside this checkout: only the fixture is tested')
})

describe.each(folders)('the rewritten graphs of the %s bundle', (name, folder) => {
  const tolerance = tolerances[name === 'exported int8' ? 'int8' : 'float32']
  const context = bundleContext(readBundleFolder(folder))
  const timings = createStageClock()
  let bundle: PocketBundle
  let published: PublishedSessions
  let plain: SpeechModel
  let lean: SpeechModel
  let leanGraph: LeanGraph
  let decoder: LeanDecoder
  let startLean: () => DecoderStream

  beforeAll(async () => {
    bundle = parseBundle(await context.files.read('bundle.json'))
    published = await openPublishedSessions(context, bundle)
    plain = speakWithFlow(createLanguageModel(published, bundle), published.flow)
    leanGraph = rewriteLanguageModel(await bytesOf('flow_lm_main'), await bytesOf('flow_lm_flow'), bundle) ?? expect.fail('no language model')
    lean = (await openLeanSpeech(context, bundle, await openGraph(context, 'text_conditioner', bundle), leanGraph)).value
    decoder = rewriteDecoder(await bytesOf('mimi_decoder'), bundle.mimi_state_manifest) ?? expect.fail('no decoder')
    startLean = (await openLeanDecoder(context, bundle, decoder)).value
  })

  const bytesOf = async (graph: Parameters<typeof readGraph>[1]) => new Uint8Array(await readGraph(context, graph))

  async function afterText(model: SpeechModel) {
    const listener = model.start(null, 19)
    await listener.prefill(values('c.voice_prefix'))
    const voice = await listener.voiceState()
    const run = model.start(voice, 37)
    await run.prefill(await model.embed(tokenIds))
    return { run, voice }
  }

  it('refuses more positions than a run was started for, and adds nothing', async () => {
    const run = lean.start(null, 19)
    await run.prefill(values('c.voice_prefix'))
    const more = run.next(new Float32Array(32), { noise: new Float32Array(32), steps: 1 }, timings)
    await expect(more).rejects.toMatchObject({ code: 'position-budget-exceeded' })
    expect(run.positions).toBe(19)
    expect(() => lean.start(null, 1001)).toThrow(expect.objectContaining({ code: 'position-budget-exceeded' }))
  })

  it('refuses a voice of a model with other layers', () => {
    expect(() => lean.start({ positions: 2, caches: [new Float32Array(4)] }, 10)).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })

  it('refuses more frames in a block than the smaller ring has room for', async () => {
    // 448 - 249 positions that the first query still sees, 16 per frame: 12.
    await expect(startLean().decode(new Float32Array(13 * 32))).rejects.toMatchObject({ code: 'internal' })
  })

  it('leave the weights where they are', () => {
    const main = leanGraph.weights[0]?.data
    const source = [...readBundleFolder(folder)].find(([path]) => path.startsWith('flow_lm_main'))?.[1]
    expect(main).toHaveLength(source?.length ?? 0)
    // Of each tiny matrix 4 to 16 KB; what is left are nodes, names and vectors.
    expect(leanGraph.model.length).toBeLessThan(0.6 * (source?.length ?? 0))
  })

  it('give the same as the published ones, bit for bit, for a voice, a text and twelve frames fed back', async () => {
    const random = createRandom(5)
    const noises = Array.from({ length: 12 }, () => Float32Array.from({ length: 32 }, () => random.normal()))
    const follow = async (model: SpeechModel) => {
      const run = model.start((await afterText(model)).voice, 60)
      await run.prefill(await model.embed(tokenIds))
      const results: Float32Array[] = []
      let previous: Float32Array = new Float32Array(32).fill(NaN)
      for (const [i, noise] of noises.entries()) {
        const frame = await run.next(previous, { noise, steps: 1 + (i % 4) }, timings)
        previous = await frame.latent()
        results.push(Float32Array.of(frame.endLogit), previous)
      }
      return { results, state: await run.voiceState() }
    }
    expect(await follow(lean)).toEqual(await follow(plain))
  })

  it('prepare the same voice, so that either can speak with the voice of the other', async () => {
    expect((await afterText(lean)).voice).toEqual((await afterText(plain)).voice)
  })

  it('follow the official code: voice, text and six frames', async () => {
    const { run, voice } = await afterText(lean)
    voice.caches.forEach((cache, layer) => {
      expect(largestDifference(cache, values(`c.kv_after_voice.layer${layer}`))).toBeLessThan(tolerance.kv)
    })
    let previous: Float32Array = new Float32Array(32).fill(NaN)
    for (const [i, expected] of rows('c.latent', 32).entries()) {
      const frame = await run.next(previous, { noise: rows('c.noise', 32)[i]!, steps: 1 }, timings)
      expect(Math.abs(frame.endLogit - values('c.eos_logit')[i]!)).toBeLessThan(tolerance.endLogit)
      previous = await frame.latent()
      expect(largestDifference(previous, expected)).toBeLessThan(tolerance.latent)
    }
    const { caches } = await run.voiceState()
    caches.forEach((cache, layer) => {
      expect(largestDifference(cache, values(`c.kv_final.layer${layer}`))).toBeLessThan(tolerance.kv)
    })
  })

  it('carry 15 states of the decoder through a smaller ring', () => {
    expect(decoder.manifest.map(({ index }) => index)).toEqual([1, 3, 4, 6, 9, 11, 14, 16, 19, 20, 21, 22, 23, 24, 55])
    expect(decoder.manifest.filter(({ key }) => key === 'cache').map(({ shape }) => shape[3])).toEqual([LEAN_RING, LEAN_RING])
  })

  it('decode as the official streaming decoder does', async () => {
    const stream = startLean()
    const audio = new Float32Array(24 * 1920)
    let frame = 0
    for (const frames of [1, 4, 12, 7]) {
      audio.set(await stream.decode(values('e.latents').slice(frame * 32, (frame + frames) * 32)), frame * 1920)
      frame += frames
    }
    expect(largestDifference(audio, values('e.audio_stream'))).toBeLessThan(tolerance.audio)
  })

  it('decode 80 frames in mixed blocks as the published decoder does, while both rings wrap', async () => {
    const random = createRandom(6)
    const startPlain = createDecoder(published.decoder, bundle)
    const [plainStream, leanStream] = [startPlain(), startLean()]
    for (const frames of [2, 4, 8, 12, 1, 12, 12, 3, 12, 12, 2]) {
      const block = Float32Array.from({ length: frames * 32 }, () => random.normal())
      const expected = await plainStream.decode(block.slice())
      expect(largestDifference(await leanStream.decode(block), expected)).toBeLessThan(tolerance.wrapped)
    }
  })

  it('are dropped when a ring was deliberately made one position too long in one place', async () => {
    const wrong = { ...decoder, graph: { ...decoder.graph, model: withWrongRing(decoder.graph.model) } }
    const opened = await openProven(
      {
        plain: () => Promise.resolve({ value: createDecoder(published.decoder, bundle), release: () => Promise.resolve() }),
        lean: () => openLeanDecoder({ ...context, createSession: createNodeSession }, bundle, wrong),
        exercise: (start) => exerciseDecoder(start, bundle),
      },
      { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    )
    expect(opened.isLean).toBe(false)
  })
})

/** Changes the size that the newest position is taken modulo of, in the second layer. */
function withWrongRing(model: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const changed = model.slice()
  const name = new TextEncoder().encode('/self_attn/Mod_1/ring')
  // Constants come last, each with its name behind its value.
  const at = Buffer.from(changed.buffer).lastIndexOf(name)
  const value = Buffer.from(changed.buffer).lastIndexOf(new Uint8Array(BigInt64Array.of(BigInt(LEAN_RING)).buffer), at)
  expect(value).toBeGreaterThan(0)
  changed[value] = (changed[value] ?? 0) + 1
  return changed
}

describe('a language model with more than ten layers, whose states are numbered in the order of their names', () => {
  it('gives the same rewritten as published', async () => {
    const sizes = { ...tinySizes, lm: { ...tinySizes.lm, layers: 12 } }
    const states = lmStates(sizes)
    expect(states.map(({ module }) => module)[6]).toBe('transformer.layers.10.self_attn')
    const fixture = readBundleFolder('e2e/fixtures/pocket-tiny')
    const json = { ...(JSON.parse(Buffer.from(fixture.get('bundle.json')!).toString()) as object), flow_lm_state_manifest: states }
    const main = flowLmMain(sizes, { int8: false })
    const context = bundleContext(new Map([...fixture, ['bundle.json', Buffer.from(JSON.stringify(json))] as const, ['flow_lm_main.onnx', main] as const]))
    const bundle = parseBundle(await context.files.read('bundle.json'))
    const published = await openPublishedSessions(context, bundle)
    const graph = rewriteLanguageModel(main, fixture.get('flow_lm_flow.onnx')!, bundle) ?? expect.fail('not rewritten')
    const lean = await openLeanSpeech(context, bundle, published.textConditioner, graph)
    const plain = speakWithFlow(createLanguageModel(published, bundle), published.flow)
    expect(await exerciseSpeech(lean.value, bundle)).toEqual(await exerciseSpeech(plain, bundle))
  })
})

describe('a graph that is not the known one', () => {
  const folder = 'e2e/fixtures/pocket-tiny'
  const bundle = parseBundle(Uint8Array.from(readFileSync(`${folder}/bundle.json`)).buffer)
  const file = (graph: string) => Uint8Array.from(readFileSync(`${folder}/${graph}.onnx`))
  const [main, flow, decoder] = [file('flow_lm_main'), file('flow_lm_flow'), file('mimi_decoder')]
  /** Replaces a text wherever it stands by another of the same length. */
  const altered = (bytes: Uint8Array, from: string, to: string) => Uint8Array.from(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1'))

  it.each([
    ['truncated', main.subarray(0, main.length / 2), flow],
    ['no graph at all', new TextEncoder().encode('<!doctype html>'), flow],
    ['empty', new Uint8Array(0), flow],
    ['the flow in place of the language model', flow, flow],
    ['the decoder in place of the flow', main, decoder],
    ['one layer named otherwise', altered(main, 'layers.1/self_attn/rope/Reshape_4', 'layers.1/self_attn/rope/Reshape_9'), flow],
    ['another type of node under a known name', altered(main, '/transformer/layers.0/self_attn/Transpose_2', '/transformer/layers.0/self_attn/Transpose_1'), flow],
    ['a flow with another input', main, altered(flow, 'flow_dir', 'flow_out')],
  ])('is left alone: %s', (_, mainFile, flowFile) => {
    expect(rewriteLanguageModel(mainFile, flowFile, bundle)).toBeNull()
  })

  it('is left alone: a language model with more layers than the bundle says, or fewer', () => {
    const manifest = bundle.flow_lm_state_manifest
    const third = manifest.slice(0, 3).map((entry) => ({ ...entry, module: 'transformer.layers.2.self_attn' }))
    for (const other of [[...manifest, ...third], manifest.slice(0, 3), []]) {
      expect(rewriteLanguageModel(main, flow, { ...bundle, flow_lm_state_manifest: other })).toBeNull()
    }
  })

  it.each([
    ['truncated', decoder.subarray(0, decoder.length / 2)],
    ['no graph at all', new TextEncoder().encode('<!doctype html>')],
    ['a node named otherwise', altered(decoder, 'layers.1/self_attn/Mod_1', 'layers.1/self_attn/Mod_7')],
    ['a ring of another size in one place', withOtherSlot(decoder)],
  ])('is left alone: %s decoder', (_, bytes) => {
    expect(rewriteDecoder(bytes, bundle.mimi_state_manifest)).toBeNull()
  })

  it('is left alone: a decoder whose ring is not what the bundle says', () => {
    const manifest = bundle.mimi_state_manifest.map((entry) => (entry.key === 'cache' ? { ...entry, shape: entry.shape.with(3, 999) } : entry))
    expect(rewriteDecoder(decoder, manifest)).toBeNull()
  })

  /** The list of the ring's slots with its last one, 999, changed. */
  function withOtherSlot(bytes: Uint8Array): Uint8Array {
    const changed = Buffer.from(bytes)
    const at = changed.indexOf(Buffer.from(BigInt64Array.of(998n, 999n).buffer))
    expect(at).toBeGreaterThan(0)
    changed.writeBigInt64LE(1000n, at + 8)
    return Uint8Array.from(changed)
  }
})
