import { createAlbert } from './albert'
import { createDurationPredictor, framesOf, STYLE_HALF } from './durations'
import { createMelody } from './melody'
import type { NetworkParts } from './network-parts'
import type { PacedWork } from './paced-work'
import { TEXT_WIDTH, type SpokenFrames } from './sound-decoder'
import { createTextEncoder } from './text-encoder'
import { createTextLayers, type TextLayers } from './text-layers'
import { placeVector, spreadRows } from './text-rows'

/** How a sentence is to be spoken; the curves are the caller's own, to be changed at will. */
export interface Prosody extends SpokenFrames {
  /** Frames that each id lasts, boundaries included. */
  readonly durations: Int32Array
}

/** The network's text side. Of the kernels' memory it keeps the text rows of its result alone, until the caller rewinds to before them. */
export interface TextSide {
  /**
   * `ids` are 1 to 512 tokens, boundaries included; `style` is a row of 256 values, of which the second half is for
   * prosody; `pace` 2 is twice as fast. `durations`, where they are given, are in place of the network's own.
   * Errors: `aborted`, `out-of-memory`, `internal`.
   */
  readProsody(work: PacedWork, ids: readonly number[], style: Float32Array, pace: number, durations?: Int32Array): Promise<Prosody>
}

/** Makes it from the published graph's weights. Errors: `model-mismatch`, `out-of-memory`. */
export function createTextSide(parts: NetworkParts): TextSide {
  return textSideOf(createTextLayers(parts))
}

/** The text side on given layers. Errors: `model-mismatch`, `out-of-memory`. */
export function textSideOf(layers: TextLayers): TextSide {
  const encoder = createTextEncoder(layers)
  const predictor = createDurationPredictor(layers, createAlbert(layers))
  const melody = createMelody(layers)
  const { memory } = layers.team.kernels

  return {
    async readProsody(work, ids, style, pace, asked) {
      const start = memory.used
      const ofProsody = style.subarray(style.length - STYLE_HALF)
      const { manners, lengths } = await predictor.predict(work, ids, ofProsody)
      const durations = asked ?? framesOf(lengths, pace)
      const { f0, energy } = await melody.sing(work, manners, durations, ofProsody)
      const tokens = new Float32Array(memory.float32(await encoder.encode(work, ids), ids.length * TEXT_WIDTH))
      memory.rewind(start)
      const rows = placeVector(layers, tokens)
      return { durations, text: { address: spreadRows(layers, { rows, width: TEXT_WIDTH, durations }), rows: f0.length / 2, width: TEXT_WIDTH }, pitch: f0, energy }
    },
  }
}
