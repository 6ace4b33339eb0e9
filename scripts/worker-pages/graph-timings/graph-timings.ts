import { createRandom } from '../../../src/shared/audio/random'
import type { LoadKernels } from '../../../workers/kernels/kernels'
import { parseBundle, type PocketBundle } from '../../../workers/inference/engines/pocket/published/bundle'
import type { DecoderStream } from '../../../workers/inference/engines/pocket/published/decoder'
import { openPublishedEncoder } from '../../../workers/inference/engines/pocket/codec/encoding'
import { openKernelDecoder, openKernelEncoder } from '../../../workers/inference/engines/pocket/kernel/codec-graphs'
import { openKernelSpeech } from '../../../workers/inference/engines/pocket/kernel/open-kernel-speech'
import { rewriteDecoder } from '../../../workers/inference/engines/pocket/lean/decoder-rewrite'
import { openLeanDecoder, openLeanSpeech } from '../../../workers/inference/engines/pocket/lean/lean-graphs'
import { rewriteLanguageModel } from '../../../workers/inference/engines/pocket/lean/lm-rewrite'
import { openGraph, readGraph, type GraphContext } from '../../../workers/inference/engines/pocket/published/graphs'
import { openPublishedDecoder, openPublishedSpeech } from '../../../workers/inference/engines/pocket/published-graphs'
import type { SpeechModel } from '../../../workers/inference/engines/pocket/language-model/speech-model'
import type { PromptEncoder } from '../../../workers/inference/engines/pocket/published/encoder'
import { createStageClock } from '../../../workers/inference/stage-clock'

/** What is asked of the worker that measures. */
export interface TimingRequest {
  /** Address of a bundle's folder, with a slash at the end. */
  readonly bundleUrl: string
  /** Names of the files in it. */
  readonly files: readonly string[]
  readonly threads: number
}

/** Times in ms, by way of running the graphs. */
export type Timings = Readonly<Record<string, readonly number[]>>

export interface GraphTimings {
  /** Reading the 185 positions of a voice and a text. */
  readonly prefills: Timings
  /** One step of language model and flow, from 185 positions on. */
  readonly steps: Timings
  /** Decoding per frame, by frames in a block. */
  readonly blocks: Readonly<Record<number, Timings>>
  /** Encoding a prompt of 10 s. */
  readonly prompts: Timings
}

/** A voice of 10 s with its text: where the published figures were taken. */
const PREFIX_POSITIONS = 185
const STEPS = 30
const PREFILLS = 3
const BLOCK_SIZES = [1, 4, 12]
const BLOCKS = 10
const PROMPT_SECONDS = 10
const PROMPTS = 3
/** Calls before those that count: the first ones of a graph take longer. */
const WARM_UPS = 5

/**
 * Times the graphs of a bundle as published, rewritten and on kernels of our own, one call of each in turn, so that whatever else the machine
 * does meets all alike. Throws when the bundle's graphs are not the known ones.
 */
export async function timeGraphs(context: GraphContext & { readonly loadKernels: LoadKernels }): Promise<GraphTimings> {
  const bundle = parseBundle(await context.files.read('bundle.json'))
  const speech = await openSpeechModels(context, bundle)
  const prefills = await timePrefills(speech.models, bundle)
  const steps = await timeSteps(speech.models, bundle)
  await speech.release()
  const decoders = await openDecoders(context, bundle)
  const blocks: Record<number, Timings> = {}
  for (const size of BLOCK_SIZES) blocks[size] = await timeBlocks(decoders, size, bundle)
  return { prefills, steps, blocks, prompts: await timePrompts(context, bundle) }
}

async function openSpeechModels(context: GraphContext & { readonly loadKernels: LoadKernels }, bundle: PocketBundle) {
  const textConditioner = await openGraph(context, 'text_conditioner', bundle)
  const files = { main: await readGraph(context, 'flow_lm_main'), flow: await readGraph(context, 'flow_lm_flow') }
  const rewritten = rewriteLanguageModel(new Uint8Array(files.main), new Uint8Array(files.flow), bundle)
  if (rewritten === null) throw new Error('the language model is not the known one')
  const lean = await openLeanSpeech(context, bundle, textConditioner, rewritten)
  const kernels = await openKernelSpeech(context.loadKernels, bundle, textConditioner, [files.main, files.flow])
  const published = await openPublishedSpeech(context, bundle, textConditioner, files)
  const models: Readonly<Record<string, SpeechModel>> = {
    'as published': published.value,
    rewritten: lean.value,
    kernels: kernels.value,
  }
  return {
    models,
    async release() {
      for (const part of [lean, kernels, published, textConditioner]) await part.release()
    },
  }
}

async function timePrefills(models: Readonly<Record<string, SpeechModel>>, bundle: PocketBundle): Promise<Timings> {
  const random = createRandom(3)
  const rows = Float32Array.from({ length: PREFIX_POSITIONS * bundle.conditioning_dim }, () => random.normal())
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(models).map((way) => [way, []]))
  for (let round = 0; round <= PREFILLS; round++) {
    for (const [way, model] of Object.entries(models)) {
      const run = model.start(null, PREFIX_POSITIONS)
      const startedAt = performance.now()
      await run.prefill(rows)
      if (round > 0) times[way]?.push(performance.now() - startedAt)
    }
  }
  return times
}

async function timeSteps(models: Readonly<Record<string, SpeechModel>>, bundle: PocketBundle): Promise<Timings> {
  const random = createRandom(1)
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const prefix = draw(PREFIX_POSITIONS * bundle.conditioning_dim)
  const runs = Object.entries(models).map(([way, model]) => ({ way, run: model.start(null, PREFIX_POSITIONS + WARM_UPS + STEPS), times: [] as number[] }))
  for (const { run } of runs) await run.prefill(prefix)
  const clock = createStageClock()
  for (let step = 0; step < WARM_UPS + STEPS; step++) {
    const [previous, noise] = [draw(bundle.latent_dim), draw(bundle.latent_dim)]
    for (const { run, times } of runs) {
      const startedAt = performance.now()
      await (await run.next(previous, { noise, steps: 1 }, clock)).latent()
      if (step >= WARM_UPS) times.push(performance.now() - startedAt)
    }
  }
  return Object.fromEntries(runs.map(({ way, times }) => [way, times]))
}

async function openDecoders(context: GraphContext & { readonly loadKernels: LoadKernels }, bundle: PocketBundle): Promise<Readonly<Record<string, () => DecoderStream>>> {
  const file = await readGraph(context, 'mimi_decoder')
  const rewritten = rewriteDecoder(new Uint8Array(file), bundle.mimi_state_manifest)
  if (rewritten === null) throw new Error('the decoder is not the known one')
  return {
    'as published': (await openPublishedDecoder(context, bundle, file)).value,
    rewritten: (await openLeanDecoder(context, bundle, rewritten)).value,
    kernels: (await openKernelDecoder(context.loadKernels, bundle, file)).value,
  }
}

async function timeBlocks(decoders: Readonly<Record<string, () => DecoderStream>>, size: number, bundle: PocketBundle): Promise<Timings> {
  const random = createRandom(2)
  const streams = Object.entries(decoders).map(([way, start]) => ({ way, stream: start(), times: [] as number[] }))
  for (let block = 0; block < WARM_UPS + BLOCKS; block++) {
    const latents = Float32Array.from({ length: size * bundle.latent_dim }, () => random.normal())
    for (const { stream, times } of streams) {
      const startedAt = performance.now()
      await stream.decode(latents)
      if (block >= WARM_UPS) times.push((performance.now() - startedAt) / size)
    }
  }
  return Object.fromEntries(streams.map(({ way, times }) => [way, times]))
}

/** One after the other: two encoders at once would need more memory than a tab should take. */
async function timePrompts(context: GraphContext & { readonly loadKernels: LoadKernels }, bundle: PocketBundle): Promise<Timings> {
  const file = await readGraph(context, 'mimi_encoder')
  const times: Record<string, readonly number[]> = {}
  for (const [way, open] of [
    ['as published', () => openPublishedEncoder(context, bundle, file)],
    ['kernels', () => openKernelEncoder(context.loadKernels, bundle, file)],
  ] as const) {
    const encoder = await open()
    times[way] = await timeEncoder(encoder.value, bundle.sample_rate)
    await encoder.release()
  }
  return times
}

async function timeEncoder(encoder: PromptEncoder, sampleRate: number): Promise<readonly number[]> {
  const random = createRandom(3)
  const call = { yieldPoint: () => Promise.resolve(), onProgress: () => undefined, timings: createStageClock() }
  const prompt = Float32Array.from({ length: PROMPT_SECONDS * sampleRate }, () => 0.1 * random.normal())
  await encoder.encode(prompt.subarray(0, sampleRate), call)
  const times: number[] = []
  for (let i = 0; i < PROMPTS; i++) {
    const startedAt = performance.now()
    await encoder.encode(prompt, call)
    times.push(performance.now() - startedAt)
  }
  return times
}
