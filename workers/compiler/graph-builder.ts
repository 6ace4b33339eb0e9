import { ELEMENT_TYPE, type ElementType, type OnnxNode, type OnnxTensor, type OnnxValue } from '../formats/onnx-model'
import type { CheckpointTensor } from '../formats/checkpoint/checkpoint-file'
import { newAttribute, newTensor, newValue, type AttributeValue } from '../formats/onnx-writer'
import type { StoredMatrix } from '../formats/weights'

/** Operators are those of this version of ONNX. */
export const OPSET = 17

/** Name of a value inside a graph. */
export type Value = string
export type Attributes = Readonly<Record<string, AttributeValue>>

/** A constant of a graph that is made from one tensor of the checkpoint, but not before it is written. */
export interface DeclaredWeight {
  /** Its name in the graph: the tensor's own, with a suffix where it is not the values as they are. */
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly number[]
  readonly source: CheckpointTensor
  /** Makes its data, `type` values in C order, from the tensor's values, which are only read. */
  readonly make: (values: Float32Array) => ArrayBufferView
  /** The same from a matrix that is kept in 8 bits, without rounding it again; absent where `make` does no harm to it. */
  readonly makeExact?: (matrix: StoredMatrix) => ArrayBufferView
}

export type Initializer = { readonly constant: OnnxTensor } | { readonly weight: DeclaredWeight }

/** A finished graph whose weights are still to be read. */
export interface BuiltGraph {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly Initializer[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly shapes: GraphShapes
}

/** What goes in and comes out, by name; a dimension given as text may vary. */
export interface GraphShapes {
  readonly inputs: Readonly<Record<string, ValueShape>>
  readonly outputs: Readonly<Record<string, ValueShape>>
}

export interface ValueShape {
  readonly type: ElementType
  readonly dims: readonly (number | string)[]
}

/** A matrix of the checkpoint, [outputs, inputs]. */
export interface Matrix {
  readonly name: string
  readonly inputs: number
  readonly outputs: number
}

/** Adds the nodes that compute `x · Wᵀ`: in which numbers is the whole difference between ways to quantise. */
export type Product = (g: GraphBuilder, x: Value, matrix: Matrix) => Value

/** "To the end" as ONNX's Slice writes it. */
const END = 2n ** 63n - 1n

/** Builds one graph node by node; every method that adds a node returns the name of its output. */
export class GraphBuilder {
  private readonly nodes: OnnxNode[] = []
  private readonly initializers = new Map<string, Initializer>()
  private readonly inputs: OnnxValue[] = []
  private readonly outputs: OnnxValue[] = []
  private readonly shapes = { inputs: {} as Record<string, ValueShape>, outputs: {} as Record<string, ValueShape> }
  /** Values made once per graph, such as a rotation table; see {@link once}. */
  private readonly shared = new Map<string, Value>()
  private count = 0

  constructor(private readonly name: string, private readonly product: Product) {}

  input(name: string, type: ElementType, dims: readonly (number | string)[]): Value {
    this.inputs.push(newValue(name, ELEMENT_TYPE[type], dims))
    this.shapes.inputs[name] = { type, dims }
    return name
  }

  /** Lets `source` leave the graph as `name`, which further nodes may read as well. */
  output(source: Value, name: string, type: ElementType, dims: readonly (number | string)[]): Value {
    this.declareOutput(name, type, dims)
    return this.alias(source, name)
  }

  /** Lets the value that one node makes leave the graph as `name`, without a node more: some runtimes copy for that. */
  result(source: Value, name: string, type: ElementType, dims: readonly (number | string)[]): Value {
    this.declareOutput(name, type, dims)
    const renamed = (values: readonly Value[]) => values.map((value) => (value === source ? name : value))
    this.nodes.forEach((node, i) => { this.nodes[i] = { ...node, inputs: renamed(node.inputs), outputs: renamed(node.outputs) } })
    return name
  }

  private declareOutput(name: string, type: ElementType, dims: ValueShape['dims']): void {
    this.outputs.push(newValue(name, ELEMENT_TYPE[type], dims))
    this.shapes.outputs[name] = { type, dims }
  }

  /** Gives a value a name that a host looks for. */
  alias(source: Value, name: string): Value {
    this.nodes.push({ name: `/${name}/Identity`, opType: 'Identity', inputs: [source], outputs: [name], attributes: [], domain: '' })
    return name
  }

  op(type: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.opOf(1, type, inputs, attributes)[0] ?? ''
  }

  /** A node with several outputs. An operator outside ONNX's own set is written `domain:Type`. */
  opOf(outputCount: number, type: string, inputs: readonly Value[], attributes: Attributes = {}): readonly Value[] {
    const id = this.count++
    const outputs = Array.from({ length: outputCount }, (_, k) => `v${id}_${k}`)
    const [opType = '', domain = ''] = type.split(':').reverse()
    const encoded = Object.entries(attributes).map(([key, value]) => newAttribute(key, value))
    this.nodes.push({ name: `/${opType}_${id}`, opType, inputs, outputs, attributes: encoded, domain })
    return outputs
  }

  /** Gives the node that makes `value` the name that a host looks for. */
  named(name: string, value: Value): Value {
    const index = this.nodes.findIndex(({ outputs }) => outputs.includes(value))
    const node = this.nodes[index]
    if (node !== undefined) this.nodes[index] = { ...node, name }
    return value
  }

  /** Makes a value at the first call with this key and gives the same one afterwards. */
  once(key: string, make: () => Value): Value {
    const value = this.shared.get(key) ?? make()
    this.shared.set(key, value)
    return value
  }

  private tensor(name: string, type: ElementType, dims: readonly number[], data: ArrayBufferView): Value {
    this.initializers.set(name, { constant: newTensor(name, ELEMENT_TYPE[type], dims, data) })
    return name
  }

  /** Numbers; under a name where somebody looks for them. */
  floats(values: Float32Array | readonly number[], dims: readonly number[], name = `c${this.count++}`): Value {
    return this.tensor(name, 'float32', dims, Float32Array.from(values))
  }

  scalar(value: number): Value {
    return this.once(`f${value}`, () => this.floats([value], []))
  }

  ints(...values: readonly (number | bigint)[]): Value {
    const name = `i${values.join('_')}`
    return this.once(name, () => this.tensor(name, 'int64', [values.length], BigInt64Array.from(values, BigInt)))
  }

  /** A list of indices for a GPU, which knows no 64-bit numbers. */
  int32s(values: readonly number[]): Value {
    return this.tensor(`c${this.count++}`, 'int32', [values.length], Int32Array.from(values))
  }

  int(value: number): Value {
    return this.once(`n${value}`, () => this.tensor(`n${value}`, 'int64', [], BigInt64Array.of(BigInt(value))))
  }

  /** A list of whole numbers that is too long to be named after its values. */
  list(name: string, values: readonly number[]): Value {
    return this.once(name, () => this.tensor(name, 'int64', [values.length], BigInt64Array.from(values, BigInt)))
  }

  /** A constant that is made from a tensor of the checkpoint. */
  declare(weight: DeclaredWeight): Value {
    this.initializers.set(weight.name, { weight })
    return weight.name
  }

  /** A checkpoint tensor as it is, under its own name. */
  weight(name: string, shape: readonly number[]): Value {
    return this.once(name, () => this.declare({ name, type: 'float32', dims: shape, source: { name, shape }, make: (values) => values }))
  }

  /** `x · Wᵀ (+ bias)` with the checkpoint's `name` = W [outputs, inputs]. */
  linear(x: Value, name: string, inputs: number, outputs: number, bias?: string): Value {
    const product = this.product(this, x, { name, inputs, outputs })
    return bias === undefined ? product : this.op('Add', [product, this.weight(bias, [outputs])])
  }

  /** `x[start:end]` along `axis`; `start` and `end` are int64[1] values, `end` defaults to the end of the axis. */
  slice(x: Value, axis: number, start: Value, end: Value = this.ints(END)): Value {
    return this.op('Slice', [x, start, end, this.ints(axis)])
  }

  /** Size of an axis as int64[1]. */
  sizeOf(x: Value, axis: number): Value {
    return this.slice(this.op('Shape', [x]), 0, this.ints(axis), this.ints(axis + 1))
  }

  /** 0 … n-1 for n = int64[1]. */
  range(n: Value): Value {
    return this.op('Range', [this.int(0), this.op('Squeeze', [n, this.ints(0)]), this.int(1)])
  }

  toFloat(x: Value): Value {
    return this.op('Cast', [x], { to: ELEMENT_TYPE.float32 })
  }

  reshape(x: Value, ...dims: readonly number[]): Value {
    return this.op('Reshape', [x, this.ints(...dims)])
  }

  transpose(x: Value, ...perm: readonly number[]): Value {
    return this.op('Transpose', [x], { perm })
  }

  finish(): BuiltGraph {
    const { name, nodes, inputs, outputs, shapes } = this
    return { name, nodes, initializers: [...this.initializers.values()], inputs, outputs, shapes }
  }
}
