import type { Random } from '../../../../../src/shared/audio/random'
import type { EngineCall } from '../../voice-engine'
import type { SpeechRun } from './speech-model'

/** How a chunk's latents are made. */
export interface GenerationOptions {
  readonly latentDim: number
  readonly temperature: number
  readonly steps: number
  /** The logit above which speech has ended. */
  readonly endThreshold: number
  readonly framesAfterEnd: number
  readonly maxFrames: number
}

/** Whether the model said that it had ended, or was stopped: because it never did, or because it did not say the text. */
export type GenerationEnd = 'ended' | 'runaway' | 'astray'

/** Frames of which none announces the end (kyutai-labs/pocket-tts 4.0.1): before they speak, some voices seem to have ended. */
const FRAMES_BEFORE_END = 6

/**
 * Generates latents one by one after a prefilled run, each fed back to make the next. After the end was announced it
 * goes on for `framesAfterEnd` frames; `maxFrames` stops a model that does not find its end. A cancel takes effect
 * within one frame. Throws what `SpeechRun.next` throws, and `aborted`.
 */
export async function* generateLatents(
  run: Pick<SpeechRun, 'next'>,
  random: Random,
  options: GenerationOptions,
  call: Pick<EngineCall, 'yieldPoint' | 'timings'>,
): AsyncGenerator<Float32Array, GenerationEnd, undefined> {
  const { latentDim, temperature, steps, endThreshold, framesAfterEnd, maxFrames } = options
  let previous: Float32Array = new Float32Array(latentDim).fill(NaN)
  let endFrame: number | null = null
  for (let frame = 0; frame < maxFrames; frame++) {
    await call.yieldPoint()
    const noise = drawNoise(random, latentDim, temperature)
    const next = await run.next(previous, { noise, steps }, call.timings)
    if (endFrame === null && frame >= FRAMES_BEFORE_END && next.endLogit > endThreshold) endFrame = frame
    if (endFrame !== null && frame >= endFrame + framesAfterEnd) return 'ended'
    const latent = await next.latent()
    yield latent
    previous = latent
  }
  return endFrame === null ? 'runaway' : 'ended'
}

/** Draws where a latent starts: normal numbers of variance `temperature`. At 0 it is always the origin. */
export function drawNoise(random: Random, length: number, temperature: number): Float32Array {
  const deviation = Math.sqrt(temperature)
  return Float32Array.from({ length }, () => deviation * random.normal())
}

/** Frames a text may take at most: kyutai-labs/pocket-tts reckons with 3 tokens a second and 2 seconds to spare. */
export function maxFramesFor(tokenCount: number, frameRate: number): number {
  return Math.ceil((tokenCount / 3 + 2) * frameRate)
}
