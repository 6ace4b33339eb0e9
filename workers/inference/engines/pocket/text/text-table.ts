import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { StoredMatrix } from '../../../../formats/weights'

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
