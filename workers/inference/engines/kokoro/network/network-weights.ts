import { MynaError } from '../../../../../src/shared/protocol/errors'
import { ELEMENT_TYPE, type OnnxNode, type OnnxTensor } from '../../../../formats/onnx-model'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import { byteValues, float32Values } from '../../../../formats/onnx-values'
import type { StoredMatrix } from '../../../../formats/weights'

/** What a convolution multiplies by, as the file keeps it. Only read. */
export interface StoredConvolution {
  /** [outputs, inputs of a group, taps]; of a transposed one [inputs, outputs of a group, taps]. */
  readonly dims: readonly [number, number, number]
  /** In C order; views of the file where they can be. A weight is `(value - zeroPoint) · scale`. */
  readonly values: Uint8Array | Float32Array
  /** 1 for float32 values. */
  readonly scale: number
  /** 0 for float32 values. */
  readonly zeroPoint: number
}

/** One direction of an LSTM. Its 4 · `hidden` outputs are the gates in ONNX's order: input, output, forget, cell. */
export interface StoredRecurrence {
  readonly hidden: number
  /** What the inputs are multiplied by, and what the direction's own last output is. */
  readonly input: StoredMatrix
  readonly recurrent: StoredMatrix
  /** [4 · hidden]: the biases of both products, added up. */
  readonly bias: Float32Array
}

/** A table that rows are looked up in, in float32. */
export interface StoredTable {
  readonly rows: number
  readonly width: number
  readonly values: Float32Array
}

/**
 * Weights of the published graph. Layers are found by the path of their node without the leading slash and the kind of
 * node at its end (`encoder/F0.0/conv1`), since the initialisers of most have no names that say anything; everything else
 * by the initialiser's name. All of them throw `model-mismatch` where there is none, or one of another kind or size.
 */
export interface NetworkWeights {
  linear(node: string): StoredMatrix
  /** Plain or transposed. */
  convolution(node: string): StoredConvolution
  /** Both directions of an LSTM, the one that begins at the end second. */
  recurrence(node: string): readonly [StoredRecurrence, StoredRecurrence]
  /** A float32 initialiser, in memory of its own. */
  vector(name: string, length?: number): Float32Array
  /** An embedding, by its name without `_quantized`. */
  table(name: string): StoredTable
}

/** Weights that are read from a file's bytes. */
export interface OpenNetworkWeights extends NetworkWeights {
  /** Lets go of the bytes, whoever still holds this: nothing can be read any more. */
  close(): void
}

/** What follows a quantised initialiser's own name. */
const QUANTISED = '_quantized'
const SCALE = '_scale'

/** Kinds of node that multiply by weights, as the float32 graph and the 8-bit one have them. */
const LAYERS = new Set(['Conv', 'ConvInteger', 'ConvTranspose', 'MatMul', 'MatMulInteger', 'Gemm', 'LSTM', 'DynamicQuantizeLSTM'])

/**
 * Finds the weights in the bytes of Kokoro-82M's published graph, 8-bit (dynamically quantised by ONNX Runtime) or float32.
 * What it gives are views of `file`: it lives for as long as they or the result do, so close it once they are placed.
 * Errors: `model-mismatch` where the bytes are no such graph.
 */
export function readNetworkWeights(file: Uint8Array): OpenNetworkWeights {
  let graph = openGraph(file)
  return {
    close() {
      graph = NO_GRAPH
    },


    linear(path) {
      const { opType, inputs } = graph.layer(path, 'MatMul', 'MatMulInteger', 'Gemm')
      const weight = graph.tensor(inputs[1])
      const [first, second] = dimsOf(weight, 2)
      if (opType === 'MatMulInteger') {
        checkZero(graph.tensor(inputs[3]))
        return { inputs: first, outputs: second, inputsFirst: true, values: int8Of(weight), scales: graph.scales(weight) }
      }
      // The graph's Gemm nodes, which are those of the styles, have transposed weights.
      const inputsFirst = opType === 'MatMul'
      const [rows, outputs] = inputsFirst ? [first, second] : [second, first]
      return { inputs: rows, outputs, inputsFirst, values: floatsOf(weight), scales: new Float32Array(0) }
    },

    convolution(path) {
      const { opType, inputs } = graph.layer(path, 'Conv', 'ConvInteger', 'ConvTranspose')
      const weight = graph.tensor(inputs[1])
      const dims = dimsOf(weight, 3)
      if (opType !== 'ConvInteger') return { dims, values: floatsOf(weight), scale: 1, zeroPoint: 0 }
      const [scale = NaN] = graph.scales(weight)
      const [zeroPoint = NaN] = bytesOf(graph.tensor(inputs[3]), ELEMENT_TYPE.uint8)
      return { dims, values: bytesOf(weight, ELEMENT_TYPE.uint8), scale, zeroPoint }
    },

    recurrence(path) {
      const { opType, inputs } = graph.layer(path, 'LSTM', 'DynamicQuantizeLSTM')
      const [input, recurrent, bias] = [graph.tensor(inputs[1]), graph.tensor(inputs[2]), floatsOf(graph.tensor(inputs[3]))]
      let [inputScales, recurrentScales]: (Float32Array | undefined)[] = []
      if (opType === 'DynamicQuantizeLSTM') {
        // Inputs of DynamicQuantizeLSTM: X, W, R, B, lengths, h, c, peepholes, W's scales and zero points, R's.
        for (const zeroPoints of [inputs[9], inputs[11]]) checkZero(graph.tensor(zeroPoints));
        [inputScales, recurrentScales] = [floatsOf(graph.tensor(inputs[8])), floatsOf(graph.tensor(inputs[10]))]
      }
      const direction = (index: 0 | 1) => recurrenceOf(directionOf(input, index, inputScales), directionOf(recurrent, index, recurrentScales), bias, index)
      return [direction(0), direction(1)]
    },

    vector(name, length) {
      const values = floatsOf(graph.tensor(name))
      if (length === undefined || values.length === length) return values
      throw new MynaError('model-mismatch', `${name} has ${values.length} values, not ${length}`)
    },

    table(name) {
      const tensor = graph.has(name + QUANTISED) ? graph.tensor(name + QUANTISED) : graph.tensor(name)
      const [rows, width] = dimsOf(tensor, 2)
      if (tensor.dataType !== ELEMENT_TYPE.int8) return { rows, width, values: floatsOf(tensor) }
      const [scale = NaN] = graph.scales(tensor)
      return { rows, width, values: Float32Array.from(int8Of(tensor), (value) => value * scale) }
    },
  }
}

/** A graph's nodes and initialisers, found by name. Errors: `model-mismatch` where there is none. */
interface OpenGraph {
  tensor(name?: string): OnnxTensor
  has(name: string): boolean
  /** What one step of a quantised tensor is worth: one for all, or one per output. */
  scales(tensor: OnnxTensor): Float32Array
  layer(path: string, ...kinds: readonly string[]): OnnxNode
}

function isClosed(): never {
  throw new MynaError('internal', 'the weights were closed')
}

const NO_GRAPH: OpenGraph = { tensor: isClosed, has: isClosed, scales: isClosed, layer: isClosed }

function openGraph(file: Uint8Array): OpenGraph {
  const model = readOnnxModel({ path: 'model.onnx', data: file })
  if (model === null) throw new MynaError('model-mismatch', 'no ONNX graph')
  const initialisers = new Map(model.graph.initializers.map((tensor) => [tensor.name, tensor]))
  const layers = new Map<string, OnnxNode>()
  for (const node of model.graph.nodes) {
    const path = node.name.slice(1, node.name.lastIndexOf('/'))
    if (LAYERS.has(node.opType) && !layers.has(path)) layers.set(path, node)
  }
  const tensor = (name = ''): OnnxTensor => {
    const found = initialisers.get(name)
    if (found !== undefined) return found
    throw new MynaError('model-mismatch', `the graph has no tensor "${name}"`)
  }
  return {
    tensor,
    has: (name: string) => initialisers.has(name),
    scales: ({ name }: OnnxTensor) => floatsOf(tensor(name.slice(0, -QUANTISED.length) + SCALE)),
    layer(path: string, ...kinds: readonly string[]): OnnxNode {
      const node = layers.get(path)
      if (node !== undefined && kinds.includes(node.opType)) return node
      throw new MynaError('model-mismatch', `the graph has no ${kinds.join(' or ')} at ${path}`)
    },
  }
}

function recurrenceOf(input: StoredMatrix, recurrent: StoredMatrix, biases: Float32Array, index: 0 | 1): StoredRecurrence {
  const hidden = recurrent.inputs
  const gates = 4 * hidden
  if (recurrent.outputs !== gates || input.outputs !== gates || biases.length !== 4 * gates) {
    throw new MynaError('model-mismatch', `an LSTM with ${hidden} states and ${input.outputs} gates`)
  }
  const own = biases.subarray(2 * gates * index, 2 * gates * (index + 1))
  return { hidden, input, recurrent, bias: own.subarray(0, gates).map((value, i) => value + (own[gates + i] ?? 0)) }
}

/** One direction's weights of an LSTM: int8 as [2, inputs, outputs] with a scale for each, float32 as [2, outputs, inputs]. */
function directionOf(weight: OnnxTensor, index: 0 | 1, scales: Float32Array | undefined): StoredMatrix {
  const [directions, first, second] = dimsOf(weight, 3)
  if (directions !== 2) throw new MynaError('model-mismatch', `${weight.name} has ${directions} directions`)
  const [start, end] = [index * first * second, (index + 1) * first * second]
  if (scales === undefined) {
    return { inputs: second, outputs: first, inputsFirst: false, values: floatsOf(weight).subarray(start, end), scales: new Float32Array(0) }
  }
  if (scales.length !== 2) throw new MynaError('model-mismatch', `${weight.name} has ${scales.length} scales`)
  return { inputs: first, outputs: second, inputsFirst: true, values: int8Of(weight).subarray(start, end), scales: scales.subarray(index, index + 1) }
}

/** Zero points other than 0 are known of convolutions only. */
function checkZero(zeroPoints: OnnxTensor): void {
  if (int8Of(zeroPoints).some((value) => value !== 0)) throw new MynaError('model-mismatch', `${zeroPoints.name} is not zero`)
}

function floatsOf(tensor: OnnxTensor): Float32Array {
  const values = tensor.dataType === ELEMENT_TYPE.float32 ? float32Values(tensor) : null
  if (values !== null && values.length === sizeOf(tensor)) return values
  throw new MynaError('model-mismatch', `${tensor.name} is not float32`)
}

function int8Of(tensor: OnnxTensor): Int8Array {
  const bytes = bytesOf(tensor, ELEMENT_TYPE.int8)
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** The values of a tensor of one-byte numbers. */
function bytesOf(tensor: OnnxTensor, type: number): Uint8Array {
  const bytes = tensor.dataType === type ? byteValues(tensor) : null
  if (bytes?.length === sizeOf(tensor)) return bytes
  throw new MynaError('model-mismatch', `${tensor.name} is kept in another way`)
}

function sizeOf({ dims }: OnnxTensor): number {
  return dims.reduce((product, size) => product * size, 1)
}

function dimsOf(tensor: OnnxTensor, rank: 2): readonly [number, number]
function dimsOf(tensor: OnnxTensor, rank: 3): readonly [number, number, number]
function dimsOf({ name, dims }: OnnxTensor, rank: number): readonly number[] {
  if (dims.length === rank && dims.every((size) => size > 0)) return dims
  throw new MynaError('model-mismatch', `${name} has ${dims.length} dimensions, not ${rank}`)
}
