import { MynaError } from '../../../../src/shared/protocol/errors'

/** Values of one style row: the model's `style` input is float32 [1, 256]. */
export const STYLE_WIDTH = 256
/** Those of them, the first, that say how a voice sounds; the others move pitch and timing. */
export const TIMBRE_WIDTH = 128
/** Rows of a style table, one per number of phoneme ids (1 to 510). */
export const STYLE_ROWS = 510

/** A style file as floats [510, 256]. Takes over the buffer. Errors: `model-invalid` when it has another size. */
export function readStyleTable(bytes: ArrayBuffer): Float32Array {
  if (bytes.byteLength !== STYLE_ROWS * STYLE_WIDTH * Float32Array.BYTES_PER_ELEMENT) {
    throw new MynaError('model-invalid', `a style table of ${bytes.byteLength} bytes`)
  }
  return new Float32Array(bytes)
}

/** The row for a text of `idCount` phoneme ids (without boundaries), as the model's own pipeline picks it: a copy. */
export function styleRow(table: Float32Array, idCount: number): Float32Array {
  const row = Math.min(Math.max(idCount, 1), STYLE_ROWS) - 1
  return table.slice(row * STYLE_WIDTH, (row + 1) * STYLE_WIDTH)
}

/** Weighted sum of tables; the result is new. */
export function mixStyleTables(parts: readonly { readonly table: Float32Array; readonly weight: number }[]): Float32Array<ArrayBuffer> {
  const mix = new Float32Array(STYLE_ROWS * STYLE_WIDTH)
  for (const { table, weight } of parts) {
    for (const [index, value] of table.entries()) mix[index] = (mix[index] ?? 0) + weight * value
  }
  return mix
}
