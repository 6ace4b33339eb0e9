import { STYLE_ROWS, STYLE_WIDTH } from './style-table'
import type { Layer, VoiceEncoderWeights } from './voice-encoder-weights'
import type { VoiceAim } from './voice-forecast'

/** As training/starter-encoder/encoder.py. */
const MIDDLE_SEMITONES = 88
const SEMITONES_SCALE = 4
const STYLE_SCALE = 0.1

/** What a voice has beside the style that was found for it. */
export interface EncodedVoice {
  /** What is added to the timbre of every row of the style's table, [128]. */
  readonly shift: Float32Array
  /** What is added to the norms (order: `STYLE_NORMS`). */
  readonly deltas: Float32Array
}

/**
 * What brings the starter nearer to a voice, as it was learned from many people: two layers on the speaker encoder's embedding (norm 1)
 * and the median pitch, then shared directions of the norms' deltas (training/starter-encoder). A pitch that is unknown
 * counts as one between women's and men's. Errors: RangeError for an embedding of another length.
 */
export function encodeVoice({ body, style, shares, directions, scales, everybody }: VoiceEncoderWeights, { embedding, semitones }: VoiceAim): EncodedVoice {
  const inputs = Float32Array.of(
    ...embedding.map((value) => value * Math.sqrt(embedding.length)),
    ((semitones ?? MIDDLE_SEMITONES) - MIDDLE_SEMITONES) / SEMITONES_SCALE,
  )
  const hidden = body.reduce((values, layer) => connect(layer, values).map(gelu), inputs)
  const deltas = everybody.slice()
  for (const [direction, share] of connect(shares, hidden).entries()) {
    const factor = share * (scales[direction] ?? NaN)
    const offset = direction * deltas.length
    for (let at = 0; at < deltas.length; at++) deltas[at] = (deltas[at] ?? NaN) + factor * (directions[offset + at] ?? NaN)
  }
  return { shift: connect(style, hidden).map((value) => STYLE_SCALE * value), deltas }
}

/** A style table [510, 256] with the timbre of all its rows shifted, as a copy; what moves pitch and timing stays. */
export function shiftTimbre(table: Float32Array, shift: Float32Array): Float32Array<ArrayBuffer> {
  const shifted = Float32Array.from(table)
  for (let row = 0; row < STYLE_ROWS; row++) {
    for (const [at, value] of shift.entries()) shifted[row * STYLE_WIDTH + at] = (shifted[row * STYLE_WIDTH + at] ?? NaN) + value
  }
  return shifted
}

function connect({ weights, biases }: Layer, inputs: Float32Array): Float32Array {
  if (weights.length !== biases.length * inputs.length) throw new RangeError(`${inputs.length} numbers for a layer of ${weights.length / biases.length}`)
  return biases.map((bias, output) => inputs.reduce((sum, input, at) => sum + input * (weights[output * inputs.length + at] ?? NaN), bias))
}

/** The Gaussian error linear unit by its tanh (Hendrycks and Gimpel 2016). */
function gelu(value: number): number {
  return 0.5 * value * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3)))
}
