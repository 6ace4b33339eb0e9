import { MynaError } from '../../../../../../src/shared/protocol/errors'
import { readOnnxModel } from '../../../../../formats/onnx-reader'
import { float32Values } from '../../../../../formats/onnx-values'

/** A constant that a node of the graph computes with. */
export interface EncoderTensor {
  readonly dims: readonly number[]
  /** In C order, in memory of their own. */
  readonly values: Float64Array
}

/**
 * Finds the weights of the speaker encoder's graph: the constants among a node's inputs, in their order, by the node's path without
 * the leading slash (`encoder/pool/local/Conv`). Errors of both: `model-mismatch`.
 */
export function readEncoderWeights(file: Uint8Array): (node: string) => readonly EncoderTensor[] {
  const graph = readOnnxModel({ path: '', data: file })?.graph
  if (!graph) throw new MynaError('model-mismatch', 'the speaker encoder is no graph')
  const stored = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]))
  // Long ones are kept in half precision, with a cast behind them.
  for (const { opType, inputs: [from = ''], outputs: [to = ''] } of graph.nodes) {
    const tensor = stored.get(from)
    if (opType === 'Cast' && tensor) stored.set(to, tensor)
  }
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]))
  return (path) => {
    const found = (nodes.get(`/${path}`)?.inputs ?? []).flatMap((name) => stored.get(name) ?? [])
    if (found.length === 0) throw new MynaError('model-mismatch', `the speaker encoder has no ${path}`)
    return found.map((tensor) => {
      const values = float32Values(tensor)
      if (!values) throw new MynaError('model-mismatch', `${tensor.name} holds no floats`)
      return { dims: tensor.dims, values: Float64Array.from(values) }
    })
  }
}
