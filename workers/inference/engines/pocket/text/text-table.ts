import { MynaError } from '../../../../../src/shared/protocol/errors'
import { valueAt, type StoredMatrix } from '../../../../formats/weights'

/** Text embeddings, [ids.length, width] flat. Errors: `inference-failed` where there is no row for an id. */
export type EmbedText = (ids: readonly number[]) => Promise<Float32Array>

/** Looks rows up in the text table, which it keeps. */
export function createTextTable({ inputs: width, outputs: rows, values, scales }: StoredMatrix): EmbedText {
  return (ids) => {
    const missing = ids.find((id) => !(id >= 0 && id < rows))
    if (missing !== undefined) return Promise.reject(new MynaError('inference-failed', `the text table has no row ${missing}`))
    const embeddings = new Float32Array(ids.length * width)
    for (const [i, id] of ids.entries()) {
      const step = scales[id] ?? 1
      for (let k = 0; k < width; k++) embeddings[i * width + k] = (values[id * width + k] ?? NaN) * step
    }
    return Promise.resolve(embeddings)
  }
}

/** The table of a model that keeps it as rows of low rank and a projection that widens them: [rows, projection's outputs]. */
export function projectedRows(table: StoredMatrix, projection: StoredMatrix): StoredMatrix {
  const { outputs: rows, inputs: rank } = table
  const width = projection.outputs
  const [at, weight] = [valueAt(table), valueAt(projection)]
  const factors = Float32Array.from({ length: width * rank }, (_, i) => weight(i % rank, Math.floor(i / rank)))
  const values = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) {
    const narrow = Float32Array.from({ length: rank }, (_, i) => at(i, row))
    for (let output = 0; output < width; output++) {
      let sum = 0
      for (let i = 0; i < rank; i++) sum += (narrow[i] ?? NaN) * (factors[output * rank + i] ?? NaN)
      values[row * width + output] = sum
    }
  }
  return { outputs: rows, inputs: width, values, inputsFirst: false, scales: new Float32Array(0) }
}
