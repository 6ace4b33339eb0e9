import { createRandom } from '../../../src/shared/audio/random'
import type { DecoderStream } from '../../../workers/inference/engines/pocket/codec/block-decoder'
import { openKernelEncoder } from '../../../workers/inference/engines/pocket/codec/encoding'
import { createKernelDecoder } from '../../../workers/inference/engines/pocket/codec/kernel-decoder'
import type { PromptEncoder } from '../../../workers/inference/engines/pocket/codec/prompt-encoder'
import type { PocketConfiguration } from '../../../workers/inference/engines/pocket/configuration'
import { createKernelSpeechModel } from '../../../workers/inference/engines/pocket/language-model/kernel-speech-model'
import type { SpeechModel } from '../../../workers/inference/engines/pocket/language-model/speech-model'
import { openPocketSource } from '../../../workers/inference/engines/pocket/pocket-reader'
import type { PocketSource } from '../../../workers/inference/engines/pocket/pocket-source'
import type { PocketBundle } from '../../../workers/inference/engines/pocket/published/bundle'
import { openPublishedDecoder } from '../../../workers/inference/engines/pocket/published/decoder'
import { openPublishedEncoder } from '../../../workers/inference/engines/pocket/published/encoder'
import type { GraphContext } from '../../../workers/inference/engines/pocket/published/graphs'
import type { Opened } from '../../../workers/inference/engines/opened'
import { openPublishedSpeech } from '../../../workers/inference/engines/pocket/published/speech-model'
import { openTextConditioner } from '../../../workers/inference/engines/pocket/published/text-conditioner'
import { createStageClock } from '../../../workers/inference/stage-clock'
import type { LoadKernels } from '../../../workers/kernels/kernels'

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

type TimingContext = GraphContext & { readonly loadKernels: LoadKernels }

/** A bundle of known structure. */
interface KnownSource extends PocketSource {
  readonly bundle: PocketBundle
  readonly configuration: PocketConfiguration & { readonly codec: NonNullable<PocketConfiguration['codec']> }
}

/**
 * Times the graphs of a bundle as published and on the kernels, one call of each in turn, so that whatever else the machine
 * does meets all alike. Throws when the bundle's graphs are not the known ones.
 */
export async function timeGraphs(context: TimingContext): Promise<GraphTimings> {
  const source = await openPocketSource(context.files)
  if (!isKnown(source)) throw new Error('the structure of the bundle is not the known one')
  const speech = await openSpeechModels(context, source)
  const prefills = await timePrefills(speech.models, source.configuration)
  const steps = await timeSteps(speech.models, source.configuration)
  await speech.release()
  const decoders = await openDecoders(context, source)
  const blocks: Record<number, Timings> = {}
  for (const size of BLOCK_SIZES) blocks[size] = await timeBlocks(decoders, size, source.configuration)
  return { prefills, steps, blocks, prompts: await timePrompts(context, source) }
}

function isKnown(source: PocketSource): source is KnownSource {
  return source.bundle !== null && source.configuration.codec !== null
}

async function openSpeechModels(context: TimingContext, { bundle, configuration, read }: KnownSource) {
  const text = await openTextConditioner(context, bundle)
  const part = await read('language-model')
  const kernels = createKernelSpeechModel({ kernels: await context.loadKernels(), weights: part.weights(), configuration, embed: text.value })
  const published = await openPublishedSpeech(context, bundle, part.graphs, text.value)
  const models: Readonly<Record<string, SpeechModel>> = { 'as published': published.value, kernels }
  return {
    models,
    async release() {
      for (const opened of [published, text]) await opened.release()
    },
  }
}

async function timePrefills(models: Readonly<Record<string, SpeechModel>>, { width }: PocketConfiguration): Promise<Timings> {
  const random = createRandom(3)
  const rows = Float32Array.from({ length: PREFIX_POSITIONS * width }, () => random.normal())
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

async function timeSteps(models: Readonly<Record<string, SpeechModel>>, { latentDim, width }: PocketConfiguration): Promise<Timings> {
  const random = createRandom(1)
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const prefix = draw(PREFIX_POSITIONS * width)
  const runs = Object.entries(models).map(([way, model]) => ({ way, run: model.start(null, PREFIX_POSITIONS + WARM_UPS + STEPS), times: [] as number[] }))
  for (const { run } of runs) await run.prefill(prefix)
  const clock = createStageClock()
  for (let step = 0; step < WARM_UPS + STEPS; step++) {
    const [previous, noise] = [draw(latentDim), draw(latentDim)]
    for (const { run, times } of runs) {
      const startedAt = performance.now()
      await (await run.next(previous, { noise, steps: 1 }, clock)).latent()
      if (step >= WARM_UPS) times.push(performance.now() - startedAt)
    }
  }
  return Object.fromEntries(runs.map(({ way, times }) => [way, times]))
}

async function openDecoders(context: TimingContext, { bundle, configuration, read }: KnownSource): Promise<Readonly<Record<string, () => DecoderStream>>> {
  const part = await read('codec-decoder')
  return {
    'as published': (await openPublishedDecoder(context, bundle, part.graphs[0])).value,
    kernels: createKernelDecoder(await context.loadKernels(), part.weights(), configuration.codec.decoder),
  }
}

async function timeBlocks(decoders: Readonly<Record<string, () => DecoderStream>>, size: number, { latentDim }: PocketConfiguration): Promise<Timings> {
  const random = createRandom(2)
  const streams = Object.entries(decoders).map(([way, start]) => ({ way, stream: start(), times: [] as number[] }))
  for (let block = 0; block < WARM_UPS + BLOCKS; block++) {
    const latents = Float32Array.from({ length: size * latentDim }, () => random.normal())
    for (const { stream, times } of streams) {
      const startedAt = performance.now()
      await stream.decode(latents)
      if (block >= WARM_UPS) times.push((performance.now() - startedAt) / size)
    }
  }
  return Object.fromEntries(streams.map(({ way, times }) => [way, times]))
}

/** One after the other: two encoders at once would need more memory than a tab should take. */
async function timePrompts(context: TimingContext, { bundle, configuration, read }: KnownSource): Promise<Timings> {
  const part = await read('codec-encoder')
  const ways: Readonly<Record<string, () => Promise<Opened<PromptEncoder>>>> = {
    'as published': () => openPublishedEncoder(context, bundle, part.graphs[0]),
    kernels: () => openKernelEncoder(context.loadKernels, configuration, part),
  }
  const times: Record<string, readonly number[]> = {}
  for (const [way, open] of Object.entries(ways)) {
    const encoder = await open()
    times[way] = await timeEncoder(encoder.value, configuration.sampleRate)
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
