import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, engineCall, readBundleFolder, type BundleFiles } from '#fixtures/bundle-context'
import { largestDifference, signalToNoise } from '#fixtures/compare-numbers'
import { compiledFiles } from '#fixtures/compiled-files'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { rows, tokenIds, values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { ruleCheckpointFile } from '#fixtures/rule-checkpoint'
import { tinyTokenizer } from '#fixtures/tiny-tokenizer'
import { DEFAULT_SPEAK_SETTINGS } from '../../src/shared/protocol/engine'
import type { CompileTarget } from '../formats/compiled-bundle'
import { parseBundle, type PocketBundle } from '../inference/engines/pocket/published/bundle'
import { createDecoder, type DecoderStream } from '../inference/engines/pocket/published/decoder'
import { openDecoder } from '../inference/engines/pocket/codec/decoder-opening'
import { openPromptEncoder } from '../inference/engines/pocket/codec/encoding'
import { openCompiledSpeech } from '../inference/engines/pocket/on-gpu/flow-cut'
import { openGraph, readGraph } from '../inference/engines/pocket/published/graphs'
import { openSpeech } from '../inference/engines/pocket/language-model/speech-opening'
import type { SpeechModel, SpeechRun } from '../inference/engines/pocket/language-model/speech-model'
import { createPocketEngine } from '../inference/engines/pocket/pocket-engine'
import { encodePrompt } from '../inference/engines/pocket/published/encoder'
import { createStageClock } from '../inference/stage-clock'
import { readCheckpoint } from './checkpoint'
import { parseModelConfig } from './model-config'

// Every stage of compiled graphs against numbers of the official PyTorch code with the same (random) weights.

const timings = createStageClock()

const joined = (parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]))

interface Compiled {
  readonly bundle: PocketBundle
  readonly speech: SpeechModel
  readonly startDecoder: () => DecoderStream
  encode(audio: Float32Array): Promise<Float32Array>
}

async function open(files: ReadonlyMap<string, Uint8Array>): Promise<Compiled> {
  const context = bundleContext(files)
  const bundle = parseBundle(await context.files.read('bundle.json'))
  const text = await openGraph(context, 'text_conditioner', bundle)
  const speech = await openCompiledSpeech(context, bundle, text, await readGraph(context, 'flow_lm_step'))
  const encoder = await openGraph(context, 'mimi_encoder', bundle)
  const sizes = { samplesPerFrame: bundle.samples_per_frame, frameRate: bundle.frame_rate, conditioningDim: bundle.conditioning_dim }
  return {
    bundle,
    speech: speech.value,
    startDecoder: createDecoder(await openGraph(context, 'mimi_decoder', bundle), bundle),
    encode: (audio) => encodePrompt(encoder, audio, sizes, engineCall()),
  }
}

async function afterText(speech: SpeechModel): Promise<SpeechRun> {
  const listener = speech.start(null, 19)
  await listener.prefill(values('c.voice_prefix'))
  const run = speech.start(await listener.voiceState(), 37)
  await run.prefill(values('a.text_embeddings'))
  return run
}

/** Latents of six frames, each made from the official one before it or, freely, from its own. */
async function sixLatents(speech: SpeechModel, free: boolean): Promise<readonly Float32Array[]> {
  const run = await afterText(speech)
  const latents: Float32Array[] = []
  let previous: Float32Array = new Float32Array(32).fill(NaN)
  for (const [i, noise] of rows('c.noise', 32).entries()) {
    const latent = await (await run.next(previous, { noise, steps: 1 }, timings)).latent()
    latents.push(latent)
    previous = free ? latent : rows('c.latent', 32)[i]!
  }
  return latents
}

async function decoded(startDecoder: () => DecoderStream, blocks: readonly number[]): Promise<Float32Array> {
  const stream = startDecoder()
  const audio: Float32Array[] = []
  let frame = 0
  for (const frames of blocks) {
    audio.push(await stream.decode(values('e.latents').slice(frame * 32, (frame + frames) * 32)))
    frame += frames
  }
  return joined(audio)
}

const config = parseModelConfig('{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}')
const official = '../shared/reference/pocket-tts/tiny/model.safetensors'

async function compile(file: Uint8Array, target: CompileTarget) {
  const checkpoint = await readCheckpoint(new Blob([Uint8Array.from(file)]))
  return compiledFiles({ checkpoint, tokenizer: tinyTokenizer(), config, target, name: 'tiny', language: 'en' })
}

// float32: recommended with the vectors (ten times the noise between summation orders).
const tolerance = { conditioning: 8e-5, kv: 4e-5, latent: 4e-5, endLogit: 3e-5, audio: 2e-5, chainedAudio: 4e-5 }

describe.skipIf(existsSync(official))('the official small checkpoint', () => {
  it.skip('is not beside this checkout: only one of our own is tested')
})

const checkpoints = [
  ['rule-made', () => ruleCheckpointFile(tinySizes)],
  ...(existsSync(official) ? [['official', () => readFileSync(official)] as const] : []),
] as const

describe.each(checkpoints)('graphs compiled from the %s checkpoint in float32', (_, file) => {
  let compiled: Compiled

  beforeAll(async () => {
    compiled = await open(await compile(file(), 'fp32'))
  })

  it.each(['b2', 'b3'])('encode prompt %s, which is no whole number of frames', async (group) => {
    expect(largestDifference(await compiled.encode(values(`${group}.audio`)), values(`${group}.conditioning`))).toBeLessThan(tolerance.conditioning)
  })

  it('look text up', async () => {
    expect(await compiled.speech.embed(tokenIds)).toEqual(values('a.text_embeddings'))
  })

  it('run voice, text and six frames, each fed back', async () => {
    const run = await afterText(compiled.speech)
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

  it('sample in four steps', async () => {
    const run = await afterText(compiled.speech)
    let previous: Float32Array = new Float32Array(32).fill(NaN)
    for (const [i, expected] of rows('c.lsd4_latent', 32).entries()) {
      const frame = await run.next(previous, { noise: rows('c.noise', 32)[i]!, steps: 4 }, timings)
      expect(largestDifference(await frame.latent(), expected)).toBeLessThan(tolerance.latent)
      previous = rows('c.latent', 32)[i]!
    }
  })

  it.each([
    ['whole', [24]],
    ['frame by frame', Array.from({ length: 24 }, () => 1)],
    ['in mixed blocks', [2, 4, 8, 10]],
  ])('decode %s what the official streaming decoder does', async (_, blocks) => {
    expect(largestDifference(await decoded(compiled.startDecoder, blocks), values('e.audio_stream'))).toBeLessThan(tolerance.audio)
  })

  it('go the whole way from prompt to sound', async () => {
    const encoded = await compiled.encode(values('b2.audio'))
    const listener = compiled.speech.start(null, 19)
    await listener.prefill(Float32Array.of(...values('c.voice_prefix').subarray(0, 64), ...encoded))
    const run = compiled.speech.start(await listener.voiceState(), 37)
    await run.prefill(await compiled.speech.embed(tokenIds))
    const latents: Float32Array[] = []
    let previous: Float32Array = new Float32Array(32).fill(NaN)
    for (const noise of rows('c.noise', 32)) {
      previous = await (await run.next(previous, { noise, steps: 1 }, timings)).latent()
      latents.push(previous)
    }
    expect(largestDifference(await compiled.startDecoder().decode(joined(latents)), values('g.audio'))).toBeLessThan(tolerance.chainedAudio)
  })

  it('carry thirteen states and a counter through the decoder', () => {
    const states = compiled.bundle.mimi_state_manifest
    expect(states.filter(({ dtype }) => dtype === 'float32')).toHaveLength(13)
    expect(states.filter(({ dtype }) => dtype === 'int64').map(({ key }) => key)).toEqual(['offset'])
  })
})

describe('graphs compiled for WebAssembly in 8 bits', () => {
  let compiled: Compiled

  beforeAll(async () => {
    compiled = await open(await compile(ruleCheckpointFile(tinySizes), 'wasm-int8'))
  })

  // Measured: 37.0 dB for frames after official ones, 29.5 dB fed back; the margins are for other processors' rounding.
  it('make latents at least 33 dB above their noise, and 26 dB when each is fed back', async () => {
    expect(signalToNoise(joined(await sixLatents(compiled.speech, false)), values('c.latent'))).toBeGreaterThan(33)
    expect(signalToNoise(joined(await sixLatents(compiled.speech, true)), values('c.latent'))).toBeGreaterThan(26)
  })

  // Measured: 41.2 dB, where 8-bit activations as in the published decoder give 30 to 32 dB.
  it('decode at least 38 dB above the noise', async () => {
    expect(signalToNoise(await decoded(compiled.startDecoder, [24]), values('e.audio_stream'))).toBeGreaterThan(38)
  })

  // Measured: 42.7 dB and 48.0 dB.
  it('hear a voice at least 39 dB above the noise, and look text up 45 dB above', async () => {
    expect(signalToNoise(await compiled.encode(values('b2.audio')), values('b2.conditioning'))).toBeGreaterThan(39)
    expect(signalToNoise(await compiled.speech.embed(tokenIds), values('a.text_embeddings'))).toBeGreaterThan(45)
  })
})

describe.each(['fp32', 'wasm-int8'] as const)('the kernels with the weights of a bundle compiled for %s', (target) => {
  it('compute what its graphs do, and follow the official code as closely', async () => {
    const context = bundleContext(await compile(ruleCheckpointFile(tinySizes), target))
    const bundle = parseBundle(await context.files.read('bundle.json'))
    const text = await openGraph(context, 'text_conditioner', bundle)
    const speech = await openSpeech({ ...context, loadKernels: loadNodeKernels }, bundle, text)
    expect(speech.form).toBe('on kernels')
    const decoder = await openDecoder({ ...context, loadKernels: loadNodeKernels }, bundle)
    expect(decoder.form).toBe('on kernels')
    expect(signalToNoise(await decoded(decoder.value, [1, 4, 19]), values('e.audio_stream'))).toBeGreaterThan(38)
    const encoder = await openPromptEncoder({ ...context, loadKernels: loadNodeKernels }, bundle, engineCall())
    expect(encoder.form).toBe('on kernels')
    expect(signalToNoise(await encoder.value.encode(values('b2.audio'), engineCall()), values('b2.conditioning'))).toBeGreaterThan(39)
    // Their activations have 13 bits, weights 8 in either case. Measured: 41.7 dB.
    expect(signalToNoise(joined(await sixLatents(speech.value, false)), values('c.latent'))).toBeGreaterThan(38)
  })
})

describe('a compiled bundle in the engine', () => {
  const prompt = { samples: Float32Array.from({ length: 24_000 }, (_, i) => 0.3 * Math.sin(0.05 * i)), sampleRate: 24_000 }

  async function speak(files: BundleFiles): Promise<Float32Array> {
    const engine = await createPocketEngine(bundleContext(files))
    const voice = await engine.prepareVoice(prompt, engineCall())
    const parts: Float32Array[] = []
    const request = { text: 'Hello there.', language: 'en', voice, settings: { ...DEFAULT_SPEAK_SETTINGS, seed: 7, steps: 2 } }
    for await (const event of engine.speak(request, engineCall())) {
      if (event.type === 'audio') parts.push(event.samples)
    }
    await engine.release()
    return joined(parts)
  }

  it('says what the published graphs say with the same weights and the same noise', async () => {
    const published = await speak(readBundleFolder('e2e/fixtures/pocket-tiny'))
    const compiled = await speak(await compile(ruleCheckpointFile(tinySizes), 'fp32'))
    // Ten times the tolerance of one chain of stages: two different orders of summation over some dozen frames fed back.
    expect(largestDifference(compiled, published)).toBeLessThan(10 * tolerance.chainedAudio)
  })
})
