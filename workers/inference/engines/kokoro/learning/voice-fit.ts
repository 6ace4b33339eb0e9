import { createRandom } from '../../../../../src/shared/audio/random'
import type { PacedWork } from '../network/paced-work'
import { SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { SOUND_STYLE } from '../network/style-norm'
import type { FittedFrames } from './fitted-decoder'
import type { FittingCrop, FittingNetwork } from './fitting-network'
import type { StyleProjections } from './style-projections'

/** Frames of a crop, one second. */
export const CROP_FRAMES = 40
/** How far a step goes at most, of the style's numbers and of those of the norms (Kokoro's style numbers are around 0.1 to 1). */
const STYLE_RATE = 0.025
const DELTA_RATE = 0.02
/**
 * Steps until the rates are reached. After a share of the fit they fall as half a cosine to what is left of them (Loshchilov and Hutter 2017): the last
 * steps then average what single crops say, and take the noise of the first ones away.
 */
const WARM_UP = 5
const COOL_FROM = 0.2
const COOLED = 0.05
/** From one crop to the next, as a share of the recording: places a golden section apart cover it evenly, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2
/** Adam's (Kingma and Ba 2015): how long it remembers gradients and their squares, and what keeps it from dividing by nothing. */
const BETAS = [0.8, 0.98] as const
const EPSILON = 1e-8

/** A recording to learn from, with what was said, frame by frame: 40 a second, {@link CROP_FRAMES} at the best. */
export interface FitItem {
  readonly frames: FittedFrames
  /** Mono at 24 kHz, {@link SAMPLES_PER_FRAME} for each frame. */
  readonly samples: Float32Array
}

/** A voice of the starter: where its sound style is, and what is added to each number of the norms (order: {@link StyleProjections}). */
export interface LearnedVoice {
  readonly style: Float32Array<ArrayBuffer>
  readonly deltas: Float32Array<ArrayBuffer>
}

/** All that a fit is at: arrays and numbers, to be stored and gone on with, on the same items. */
export interface VoiceFitState extends LearnedVoice {
  /** Steps done. */
  readonly step: number
  readonly steps: number
  readonly seed: number
  /** Adam's memory of gradients and of their squares, of the style first. */
  readonly gradients: Float32Array<ArrayBuffer>
  readonly squares: Float32Array<ArrayBuffer>
}

/** Style and deltas on their way to a person's voice. */
export interface VoiceFit {
  readonly state: VoiceFitState
  /**
   * One step, on a crop of an item; gives how far the voice was from it. A step that is stopped changes nothing. Errors: those
   * of {@link FittingNetwork.compare}.
   */
  step(work: PacedWork): Promise<number>
}

/** Where a fit of so many steps begins: at a style row, of which the sound's half counts, and at a voice's deltas where it has any. */
export function startVoiceFit({ count }: StyleProjections, style: ArrayLike<number>, seed: number, steps: number, deltas?: Float32Array): VoiceFitState {
  return {
    style: Float32Array.from({ length: SOUND_STYLE }, (_, i) => style[i] ?? NaN),
    deltas: Float32Array.from({ length: count }, (_, i) => deltas?.[i] ?? 0),
    step: 0,
    steps,
    seed,
    gradients: new Float32Array(SOUND_STYLE + count),
    squares: new Float32Array(SOUND_STYLE + count),
  }
}

/**
 * Goes on with a fit, to what was said and, with `person`, to that voice (see {@link FittingNetwork.compare}). Items are chosen by their
 * length; which crop a step takes depends on seed and step alone.
 */
export function createVoiceFit(network: FittingNetwork, projections: StyleProjections, items: readonly FitItem[], from: VoiceFitState, person?: Float32Array): VoiceFit {
  let state = from
  return {
    get state() {
      return state
    },
    async step(work) {
      const styled = projections.of(state.style)
      state.deltas.forEach((delta, i) => { styled[i] = (styled[i] ?? NaN) + delta })
      const { loss, gradients } = await network.compare(work, styled, cropOf(items, state.seed, state.step), person)
      state = advanced(state, projections.toStyle(gradients), gradients)
      return loss
    },
  }
}

/** Frames of an item. */
export function framesOf({ samples }: FitItem): number {
  return Math.floor(samples.length / SAMPLES_PER_FRAME)
}

/** `count` frames of an item from `first` on: views of it. */
export function cropAt(item: FitItem, first: number, count: number): FittingCrop {
  const { text, pitch, energy } = item.frames
  const width = text.length / framesOf(item)
  return {
    frames: {
      text: text.subarray(first * width, (first + count) * width),
      pitch: pitch.subarray(2 * first, 2 * (first + count)),
      energy: energy.subarray(2 * first, 2 * (first + count)),
    },
    samples: item.samples.subarray(first * SAMPLES_PER_FRAME, (first + count) * SAMPLES_PER_FRAME),
  }
}

/** The crop of a step. */
function cropOf(items: readonly FitItem[], seed: number, step: number): FittingCrop {
  let place = ((createRandom(seed).uniform() + step * GOLDEN) % 1) * items.reduce((sum, item) => sum + framesOf(item), 0)
  for (const item of items) {
    const frames = framesOf(item)
    const count = Math.min(CROP_FRAMES, frames)
    if (place < frames) return cropAt(item, Math.floor((place / frames) * (frames - count + 1)), count)
    place -= frames
  }
  throw new RangeError('a fit of no recordings')
}

/** What is left of the rates at a step. */
function paceAt({ step, steps }: VoiceFitState): number {
  const cooling = Math.max(0, step / steps - COOL_FROM) / (1 - COOL_FROM)
  return Math.min(1, (step + 1) / WARM_UP) * (COOLED + (1 - COOLED) * 0.5 * (1 + Math.cos(Math.PI * cooling)))
}

/** The state after a step of Adam. */
function advanced(state: VoiceFitState, ofStyle: Float64Array, ofDeltas: Float64Array): VoiceFitState {
  const [style, deltas] = [state.style.slice(), state.deltas.slice()]
  const [gradients, squares] = [state.gradients.slice(), state.squares.slice()]
  const step = state.step + 1
  const pace = paceAt(state)
  const [forGradients, forSquares] = BETAS.map((beta) => 1 - beta ** step) as [number, number]
  function move(values: Float32Array, slopes: Float64Array, rate: number, offset: number): void {
    slopes.forEach((slope, i) => {
      const at = offset + i
      const gradient = BETAS[0] * (gradients[at] ?? NaN) + (1 - BETAS[0]) * slope
      const square = BETAS[1] * (squares[at] ?? NaN) + (1 - BETAS[1]) * slope * slope
      gradients[at] = gradient
      squares[at] = square
      values[i] = (values[i] ?? NaN) - (pace * rate * gradient) / forGradients / (Math.sqrt(square / forSquares) + EPSILON)
    })
  }
  move(style, ofStyle, STYLE_RATE, 0)
  move(deltas, ofDeltas, DELTA_RATE, style.length)
  return { ...state, style, deltas, step, gradients, squares }
}
