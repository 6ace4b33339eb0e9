import { createRandom } from '../../../../src/audio/random'
import { createStageClock } from '../../stage-clock'
import type { PocketBundle } from './bundle'
import type { DecoderStream } from './decoder'
import type { SpeechModel } from './speech-model'

/** A short voice with a short text: enough for attention to have something to read. */
const PREFIX_POSITIONS = 32
/** Calls before those that count: a GPU compiles its shaders in the first ones. */
const WARM_UPS = 3
const STEPS = 9
const BLOCKS = 3
/** The block that most of a sentence is decoded in. */
const BLOCK_FRAMES = 4

type Shape = Pick<PocketBundle, 'latent_dim' | 'conditioning_dim'>

/** Milliseconds of one step of language model and flow: the median of a few. `now` is a parameter for tests. */
export async function timeSpeech(model: SpeechModel, { latent_dim: latentDim, conditioning_dim: width }: Shape, now = () => performance.now()): Promise<number> {
  const random = createRandom(3)
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const run = model.start(null, PREFIX_POSITIONS + WARM_UPS + STEPS)
  await run.prefill(draw(PREFIX_POSITIONS * width))
  const times: number[] = []
  for (let step = 0; step < WARM_UPS + STEPS; step++) {
    const startedAt = now()
    const frame = await run.next(draw(latentDim), { noise: draw(latentDim), steps: 1 }, createStageClock())
    await frame.latent()
    times.push(now() - startedAt)
  }
  return median(times.slice(WARM_UPS))
}

/** Milliseconds of decoding per frame in blocks of {@link BLOCK_FRAMES}: the median of a few. */
export async function timeDecoder(start: () => DecoderStream, { latent_dim: latentDim }: Shape, now = () => performance.now()): Promise<number> {
  const random = createRandom(4)
  const stream = start()
  const times: number[] = []
  for (let block = 0; block < WARM_UPS + BLOCKS; block++) {
    const latents = Float32Array.from({ length: BLOCK_FRAMES * latentDim }, () => random.normal())
    const startedAt = now()
    await stream.decode(latents)
    times.push((now() - startedAt) / BLOCK_FRAMES)
  }
  return median(times.slice(WARM_UPS))
}

/** Of an odd number of values. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}
