import * as v from 'valibot'
import { widenFloat16 } from '../../../formats/half-floats'
import { STYLE_ROWS, STYLE_WIDTH } from './style-table'
import type { StyleSpace } from './style-space'
import type { Restraint, VoiceForecast } from './voice-forecast'

/** What was learned from rendered styles: see training/starter-style. */
export interface StyleModel {
  readonly space: StyleSpace
  readonly forecast: VoiceForecast
  readonly restraint: Restraint
}

/** Base64 of half-precision numbers, little-endian. */
const numbers = v.pipe(
  v.string(),
  v.base64(),
  v.transform((text) => widenFloat16(new Uint16Array(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer))),
)

const schema = v.object({
  mean: v.pipe(numbers, v.length(STYLE_WIDTH)),
  basis: numbers,
  courseRows: numbers,
  courseShapes: numbers,
  scale: numbers,
  heardMean: numbers,
  points: numbers,
  weights: numbers,
  linear: v.number(),
  restraint: v.object({ pitch: v.number(), distance: v.number() }),
})

/** Reads the learned model, which is part of the build and fetched with its first use. */
export async function loadStyleModel(): Promise<StyleModel> {
  const { default: json } = await import('./style-model.json')
  return readStyleModel(json)
}

/** Checks and decodes what training/starter-style exports. Throws where the sizes do not fit each other. */
export function readStyleModel(json: unknown): StyleModel {
  const { mean, basis, courseRows, courseShapes, scale, heardMean, points, weights, linear, restraint } = v.parse(schema, json)
  const count = points.length / scale.length
  const fits =
    basis.length === scale.length * STYLE_WIDTH &&
    courseRows.length * STYLE_WIDTH === courseShapes.length * STYLE_ROWS &&
    Number.isInteger(count) &&
    weights.length === count * heardMean.length
  if (!fits) throw new RangeError('the sizes of the style model do not fit each other')
  return {
    space: { mean, basis, courseRows, courseShapes },
    forecast: { scale, mean: heardMean, parts: [{ points, weights, linear, length: 1 }] },
    restraint,
  }
}
