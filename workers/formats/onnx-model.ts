/** A graph in pieces, as far as editing it needs. What is not edited stays as the bytes it came in. */

/** A file that weights lie in, under the name by which the runtime is told where to find them. */
export interface WeightFile {
  readonly path: string
  readonly data: Uint8Array
}

/** An attribute of a node: its message's bytes, and its name. */
export interface OnnxAttribute {
  readonly name: string
  readonly encoded: Uint8Array
}

export interface OnnxNode {
  readonly name: string
  readonly opType: string
  /** Names of values; an empty one stands for an optional input that is left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: readonly OnnxAttribute[]
  readonly domain: string
}

/** A constant of the graph. */
export interface OnnxTensor {
  readonly name: string
  /** TensorProto.DataType of onnx.proto. */
  readonly dataType: number
  readonly dims: readonly number[]
  /** Its values where they are kept as raw little-endian bytes: a view of the file's memory, never a copy. */
  readonly raw: Uint8Array | null
  /** The whole message as it came, a view as well; null where there is none yet and the fields above say everything. */
  readonly encoded: Uint8Array | null
  /** The file that `raw` is a view of; null where it is memory of its own. */
  readonly file: WeightFile | null
}

/** An input or output of the graph: its message's bytes, and its name. */
export interface OnnxValue {
  readonly name: string
  readonly encoded: Uint8Array
}

export interface OnnxGraph {
  /** Says what it is to people; absent where it came without a name. */
  readonly name?: string
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxTensor[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

export interface OnnxModel {
  readonly irVersion: number
  /** OperatorSetIdProto messages: which operators in which version the graph is written in. */
  readonly opsets: readonly Uint8Array[]
  readonly graph: OnnxGraph
}

/** TensorProto.DataType, as far as the graphs here use it. */
export const ELEMENT_TYPE = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const
export type ElementType = keyof typeof ELEMENT_TYPE

/** Field numbers of onnx.proto (onnx/onnx, IR version 10). */
export const FIELD = {
  model: { irVersion: 1, producerName: 2, graph: 7, opset: 8 },
  graph: { node: 1, name: 2, initializer: 5, docString: 10, input: 11, output: 12, valueInfo: 13 },
  node: { input: 1, output: 2, name: 3, opType: 4, attribute: 5, docString: 6, domain: 7 },
  attribute: { name: 1, float: 2, int: 3, string: 4, tensor: 5, ints: 8, type: 20 },
  tensor: { dims: 1, dataType: 2, name: 8, rawData: 9, externalData: 13, dataLocation: 14 },
  value: { name: 1, type: 2 },
} as const
