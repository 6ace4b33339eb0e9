import type { InferenceSession } from 'onnxruntime-web/wasm'
import type { WeightFile } from '../../../../formats/onnx-model'

/** A rewritten graph: a small model, and the published files that its weights still lie in. */
export interface LeanGraph {
  readonly model: Uint8Array<ArrayBuffer>
  readonly weights: readonly WeightFile[]
}

/** How a session over the graph is made. The weights may be dropped after creation. */
export function weightOptions({ weights }: LeanGraph): InferenceSession.SessionOptions {
  return { externalData: weights.map(({ path, data }) => ({ path, data })) }
}
