import { readOnnxModel } from '../../../formats/onnx-reader'

/**
 * Whether a graph scales its activations to 8 bits while it runs, as the published `_int8` files do (ONNX Runtime's
 * dynamic quantisation puts this operator before every product). False for bytes that are no graph: opening them says so.
 */
export function isQuantised(file: ArrayBuffer): boolean {
  const model = readOnnxModel({ path: '', data: new Uint8Array(file) })
  return model?.graph.nodes.some(({ opType }) => opType === 'DynamicQuantizeLinear') ?? false
}
