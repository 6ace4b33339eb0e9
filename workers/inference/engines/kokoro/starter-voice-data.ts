import type { PreparedVoice } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { narrowFloat16, widenFloat16 } from '../../../formats/half-floats'
import { STYLE_ROWS, STYLE_WIDTH } from './style-table'
import { OWN_PROSODY, type VoiceProsody } from './voice-prosody'

/** All that a voice of the starter is. */
export interface StarterVoice {
  /** Style table [510, 256]. */
  readonly table: Float32Array<ArrayBuffer>
  readonly prosody: VoiceProsody
  /** Of a learned voice: what is added to the norms (order: `STYLE_NORMS`). */
  readonly deltas?: Float32Array
}

/**
 * Layout of `PreparedVoice.data`, little-endian: the style table, float32 [510, 256]; float32 [5]: mean and spread of the logarithm
 * of the person's pitch, the same of the style's own (NaN where unknown), the pace; float16: the deltas of a learned voice, in
 * other voices nothing. Format 1, of before, is the table alone.
 */
const FORMAT = 2
const TABLE_ONLY = 1
const TABLE_VALUES = STYLE_ROWS * STYLE_WIDTH
const PROSODY_VALUES = 5
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
const HEAD_BYTES = (TABLE_VALUES + PROSODY_VALUES) * FLOAT_BYTES

/** A starter voice as it is kept. Deltas are rounded to half precision. */
export function writeStarterVoice(packKey: string, { table, prosody, deltas }: StarterVoice, summary: string): PreparedVoice {
  const halves = deltas ? narrowFloat16(deltas) : new Uint16Array()
  const data = new ArrayBuffer(HEAD_BYTES + halves.byteLength)
  new Float32Array(data, 0, TABLE_VALUES).set(table)
  const { person = null, own = null } = prosody.pitch ?? {}
  new Float32Array(data, TABLE_VALUES * FLOAT_BYTES, PROSODY_VALUES).set([person?.mean ?? NaN, person?.spread ?? NaN, own?.mean ?? NaN, own?.spread ?? NaN, prosody.pace])
  new Uint16Array(data, HEAD_BYTES).set(halves)
  return { engineId: 'kokoro', packKey, format: FORMAT, data, summary }
}

/** A kept starter voice, as copies. Errors: `model-mismatch` when it was prepared for something else, or is of a format of later. */
export function readStarterVoice({ engineId, packKey: preparedFor, format, data }: PreparedVoice, packKey: string): StarterVoice {
  const isWhole = format === TABLE_ONLY ? data.byteLength === TABLE_VALUES * FLOAT_BYTES : format === FORMAT && data.byteLength >= HEAD_BYTES && data.byteLength % 2 === 0
  if (engineId !== 'kokoro' || preparedFor !== packKey || !isWhole) {
    throw new MynaError('model-mismatch', `a voice for ${preparedFor}, format ${format}, of ${data.byteLength} bytes, cannot be used with ${packKey}`)
  }
  const table = new Float32Array(data.slice(0, TABLE_VALUES * FLOAT_BYTES))
  if (format === TABLE_ONLY) return { table, prosody: OWN_PROSODY }
  const [mean = NaN, spread = NaN, ownMean = NaN, ownSpread = NaN, pace = NaN] = new Float32Array(data.slice(TABLE_VALUES * FLOAT_BYTES, HEAD_BYTES))
  const pitch = Number.isNaN(mean + spread + ownMean + ownSpread) ? null : { person: { mean, spread }, own: { mean: ownMean, spread: ownSpread } }
  const halves = new Uint16Array(data.slice(HEAD_BYTES))
  return { table, prosody: { pitch, pace }, ...(halves.length > 0 && { deltas: widenFloat16(halves) }) }
}
