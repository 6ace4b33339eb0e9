import { createRandom } from '../../../../../src/shared/audio/random'
import { createStageClock } from '../../../stage-clock'
import type { PocketConfiguration } from '../configuration'
import type { DecoderStream } from '../codec/block-decoder'
import type { SpeechModel } from '../language-model/speech-model'

/** A short voice with a short text: enough for attention to have something to read. */
const PREFIX_POSITIONS = 32
/** Calls before those that count: a GPU compiles its shaders in the first ones. */
const WARM_UPS = 3
const STEPS = 9
const BLOCKS = 3
/** What is slower than this needs no exact figure: the person waits. */
const BUDGET_MS = 2000
/** The block that most of a sentence is decoded in. */
const BLOCK_FRAMES = 4

type Shape = Pick<PocketConfiguration, 'latentDim' | 'width'>

/** Milliseconds of one step of language model and flow: the median of a few. `now` is a parameter for tests. */
export async function timeSpeech(model: SpeechModel, { latentDim, width }: Shape, now = () => performance.now()): Promise<number> {
  const random = createRandom(3)
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const run = model.start(null, PREFIX_POSITIONS + WARM_UPS + STEPS)
  await run.prefill(draw(PREFIX_POSITIONS * width))
  return timeCalls(STEPS, now, async () => {
    const frame = await run.next(draw(latentDim), { noise: draw(latentDim), steps: 1 }, createStageClock())
    await frame.latent()
  })
}

/** Milliseconds of decoding per frame in blocks of {@link BLOCK_FRAMES}: the median of a few. */
export async function timeDecoder(start: () => DecoderStream, { latentDim }: Shape, now = () => performance.now()): Promise<number> {
  const random = createRandom(4)
  const stream = start()
  const draw = () => Float32Array.from({ length: BLOCK_FRAMES * latentDim }, () => random.normal())
  return (await timeCalls(BLOCKS, now, () => stream.decode(draw()))) / BLOCK_FRAMES
}

/** Median time of `count` calls after the warm-ups, or of as many as fit into the budget: the last one at least. */
async function timeCalls(count: number, now: () => number, call: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  const begunAt = now()
  while (times.length < WARM_UPS + count && (times.length < 2 || now() - begunAt < BUDGET_MS)) {
    const startedAt = now()
    await call()
    times.push(now() - startedAt)
  }
  return median(times.slice(Math.min(WARM_UPS, times.length - 1)))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}
