import type { KernelTeam } from '../../../../kernels/kernel-team'
import { createAlbert } from './albert'
import { createDurationPredictor, framesOf, STYLE_HALF } from './durations'
import { createMelody, spreadRows } from './melody'
import type { NetworkWeights } from './network-weights'
import { createTextEncoder, TEXT_WIDTH } from './text-encoder'
import { createTextLayers, type TextLayers } from './text-layers'

/** How a sentence is to be spoken. */
export interface Prosody {
  /** Frames of 600 samples that each id lasts, boundaries included. */
  readonly durations: Int32Array
  /** The sum of them. */
  readonly frames: number
  /** Address of float32 rows [frames, 512]: what is to be heard when. */
  readonly asr: number
  /** Pitch in Hz, and energy, two values a frame each; the caller's own, to be changed at will. */
  readonly f0: Float32Array
  readonly energy: Float32Array
}

/**
 * The network's text side. What it takes in the team's memory stays until the caller rewinds that to where it was before:
 * results and all in between.
 */
export interface TextSide {
  /**
   * `ids` are 1 to 512 tokens, boundaries included; `style` is a row of 256 values, of which the second half is for
   * prosody; `pace` 2 is twice as fast. `durations`, where they are given, are in place of the network's own.
   * Errors: `out-of-memory`.
   */
  readProsody(ids: readonly number[], style: Float32Array, pace: number, durations?: Int32Array): Prosody
}

/** Places the weights of the text side in the team's memory. Errors: `model-mismatch`, `out-of-memory`. */
export function createTextSide(team: KernelTeam, weights: NetworkWeights): TextSide {
  return textSideOf(createTextLayers(team, weights))
}

/** The text side on given layers. Errors: `model-mismatch`, `out-of-memory`. */
export function textSideOf(layers: TextLayers): TextSide {
  const encoder = createTextEncoder(layers)
  const predictor = createDurationPredictor(layers, createAlbert(layers))
  const melody = createMelody(layers)
  layers.reserveScratch()

  return {
    readProsody(ids, style, pace, asked) {
      const ofProsody = style.subarray(style.length - STYLE_HALF)
      const { manners, lengths } = predictor.predict(ids, ofProsody)
      const durations = asked ?? framesOf(lengths, pace)
      const asr = spreadRows(layers, { rows: encoder.encode(ids), width: TEXT_WIDTH, durations })
      const { f0, energy } = melody.sing(manners, durations, ofProsody)
      return { durations, frames: f0.length / 2, asr, f0, energy }
    },
  }
}
