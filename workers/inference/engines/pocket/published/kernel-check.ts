import { createRandom } from '../../../../../src/shared/audio/random'
import { toMynaError } from '../../../../../src/shared/protocol/errors'
import { createStageClock } from '../../../stage-clock'
import type { PocketBundle } from './bundle'
import type { DecoderStream } from './decoder'
import type { Opened } from './graphs'
import type { SpeechModel } from '../language-model/speech-model'

/** Something computed. Another way to it may be off by `tolerance`. */
export interface Result {
  readonly values: Float32Array
  readonly tolerance: number
}

/** Two ways to the same results. */
export interface Alternatives<T> {
  /** As published. */
  readonly plain: () => Promise<Opened<T>>
  /** Rewritten; null where the graph is not the known one. */
  readonly lean: (() => Promise<Opened<T>>) | null
  /** Runs either on a fixed input. */
  readonly exercise: (value: T) => Promise<readonly Result[]>
}

/** Remembers for which files a rewrite was proven. */
export interface Verdict {
  read(): Promise<boolean | null>
  write(proven: boolean): Promise<void>
}

/** Room for the last places of float32 values around 1. */
const EXACT = 1e-6

/**
 * Opens the rewritten graph where it is proven to compute what the published one does, else the published one. Errors are
 * those of the published graph, and `out-of-memory`.
 */
export async function openProven<T>({ plain, lean, exercise }: Alternatives<T>, verdict: Verdict): Promise<Opened<T> & { readonly isLean: boolean }> {
  const opened = lean && (await openIfProven({ plain, lean, exercise, agree: same }, verdict))
  return opened ? { ...opened, isLean: true } : { ...(await plain()), isLean: false }
}

/** Another way to what the published graph computes, and when it counts as that. */
export interface Candidate<T> extends Alternatives<T> {
  readonly lean: () => Promise<Opened<T>>
  readonly agree: (actual: readonly Result[], expected: readonly Result[]) => boolean
}

/**
 * Opens another way to a published graph if it is proven, else gives null. Unless the verdict on these very files is known,
 * both run on a fixed input, one after the other, so that never both are loaded.
 */
export async function openIfProven<T>({ plain, lean, exercise, agree }: Candidate<T>, verdict: Verdict): Promise<Opened<T> | null> {
  const known = await verdict.read()
  if (known !== null) return known ? attempt(lean) : null
  const expected = await exerciseAndRelease(await plain(), exercise)
  const opened = await attempt(lean)
  const actual = opened && (await attempt(() => exercise(opened.value)))
  const proven = actual !== null && agree(actual, expected)
  await verdict.write(proven)
  if (proven) return opened
  await opened?.release()
  return null
}

/** Runs a graph on the fixed input of `exercise` and releases it in any case. */
export async function exerciseAndRelease<T>(opened: Opened<T>, exercise: Alternatives<T>['exercise']): Promise<readonly Result[]> {
  try {
    return await exercise(opened.value)
  } finally {
    await opened.release()
  }
}

/** A rewritten graph that cannot be loaded or run is no error: the published one is there. */
async function attempt<R>(act: () => Promise<R>): Promise<R | null> {
  try {
    return await act()
  } catch (thrown) {
    const { code } = toMynaError(thrown, 'inference-failed')
    if (code === 'model-invalid' || code === 'inference-failed' || code === 'model-mismatch') return null
    throw thrown
  }
}

/** Whether results agree within the tolerance of the expected ones, NaN nowhere. */
export function same(actual: readonly Result[], expected: readonly Result[]): boolean {
  if (actual.length !== expected.length) return false
  return expected.every(({ values, tolerance }, i) => {
    const got = actual[i]?.values
    if (got?.length !== values.length) return false
    return values.every((value, k) => Math.abs(value - (got[k] ?? NaN)) <= tolerance)
  })
}

/**
 * Least signal-to-noise ratio, in dB, of another way to quantise. With random weights the kernels, whose activations are
 * finer, are 32 to 48 dB from ONNX Runtime, which is itself 34 dB from float32. Where one kernel leaves its work out, the
 * worst result is at 8 dB or below.
 */
const LEAST_SIGNAL = 20

/** Whether noise is far below every single result, NaN nowhere: for ways that quantise otherwise than the published graph. */
export function similar(actual: readonly Result[], expected: readonly Result[], leastSignal = LEAST_SIGNAL): boolean {
  if (actual.length !== expected.length) return false
  return expected.every(({ values }, i) => {
    const got = actual[i]?.values
    if (got?.length !== values.length) return false
    const signal = values.reduce((sum, value) => sum + value ** 2, 0)
    const noise = values.reduce((sum, value, k) => sum + (value - (got[k] ?? NaN)) ** 2, 0)
    return noise <= signal * 10 ** (-leastSignal / 10)
  })
}

/**
 * A voice and a text of a few positions, and three frames from that voice, each in one step of the flow (with more steps it
 * is the published flow that runs); what comes out, caches included.
 */
export async function exerciseSpeech(model: SpeechModel, { latent_dim: latentDim, conditioning_dim: width }: PocketBundle): Promise<readonly Result[]> {
  const random = createRandom(1)
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const timings = createStageClock()
  const results: Float32Array[] = []

  const listener = model.start(null, 5)
  await listener.prefill(draw(5 * width))
  const voice = await listener.voiceState()
  const run = model.start(voice, 12)
  await run.prefill(await model.embed([0, 1, 2]))
  let previous = new Float32Array(latentDim).fill(NaN)
  for (let step = 0; step < 3; step++) {
    const frame = await run.next(previous, { noise: draw(latentDim), steps: 1 }, timings)
    previous = Float32Array.from(await frame.latent())
    results.push(Float32Array.of(frame.endLogit, ...previous))
  }
  return [...results, ...voice.caches, ...(await run.voiceState()).caches].map((values) => ({ values, tolerance: EXACT * Math.max(1, peak(values)) }))
}

/**
 * Frames per block and the tolerance of their sound. The first 25 frames fit into the smaller ring: every value is the
 * published one. Then it wraps: attention sums up the same numbers in another order, and quantisation can turn their last
 * places into one of its steps. Measured on the published int8 structure: up to 1 % of the loudest sample.
 */
const DECODER_BLOCKS = [
  { frames: 1, tolerance: () => EXACT },
  { frames: 12, tolerance: () => EXACT },
  { frames: 12, tolerance: () => EXACT },
  { frames: 12, tolerance: (sound: Float32Array) => EXACT + 0.03 * peak(sound) },
]

/** One stream of those blocks. */
export async function exerciseDecoder(start: () => DecoderStream, { latent_dim: latentDim }: PocketBundle): Promise<readonly Result[]> {
  const random = createRandom(2)
  const stream = start()
  const results: Result[] = []
  for (const { frames, tolerance } of DECODER_BLOCKS) {
    const values = await stream.decode(Float32Array.from({ length: frames * latentDim }, () => random.normal()))
    results.push({ values, tolerance: tolerance(values) })
  }
  return results
}

/** The largest magnitude. */
export function peak(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
