import { MynaError } from '../../../../../src/shared/protocol/errors'
import { valueAt, type StoredMatrix } from '../../../../formats/weights'

/** Text embeddings, [ids.length, width] flat. Errors: `inference-failed` where there is no row for an id. */
export type EmbedText = (ids: readonly number[]) => Promise<Float32Array>

/** A row for each piece of text: as it is, or one of low rank that a projection widens. */
export interface TextTable {
  readonly rows: StoredMatrix
  readonly projection?: StoredMatrix
}

/** Looks rows up in the text table, which it keeps. */
export function createTextTable({ rows, projection }: TextTable): EmbedText {
  const { inputs: rank, outputs: count, values, scales } = rows
  const width = projection?.outputs ?? rank
  const widen = projection && widenBy(projection)

  return (ids) => {
    const missing = ids.find((id) => !(id >= 0 && id < count))
    if (missing !== undefined) return Promise.reject(new MynaError('inference-failed', `the text table has no row ${missing}`))
    const embeddings = new Float32Array(ids.length * width)
    const row = new Float32Array(rank)
    for (const [i, id] of ids.entries()) {
      const step = scales[id] ?? 1
      for (let k = 0; k < rank; k++) row[k] = (values[id * rank + k] ?? NaN) * step
      if (widen) widen(row, embeddings.subarray(i * width, (i + 1) * width))
      else embeddings.set(row, i * width)
    }
    return Promise.resolve(embeddings)
  }
}

/** Multiplies a row by the projection. */
function widenBy(projection: StoredMatrix): (row: Float32Array, wide: Float32Array) => void {
  const { inputs: rank, outputs: width } = projection
  const weight = valueAt(projection)
  const factors = Float32Array.from({ length: width * rank }, (_, i) => weight(i % rank, Math.floor(i / rank)))
  return (row, wide) => {
    for (let output = 0; output < width; output++) {
      let sum = 0
      for (let i = 0; i < rank; i++) sum += (row[i] ?? NaN) * (factors[output * rank + i] ?? NaN)
      wide[output] = sum
    }
  }
}
