import { MynaError } from '../../src/shared/protocol/errors'
import type { ResidentGraph, ResidentTensor, TensorShape } from './resident-graphs'

type NamedShapes = Readonly<Record<string, TensorShape>>
type NamedTensors = ReadonlyMap<string, ResidentTensor>

/** Tensors of resident graphs, each with what it is in memory. */
export interface ResidentTensors<V> {
  /** The tensors of a graph's inputs: those that other graphs have already, under the same name, and new ones. */
  inputs(shapes: NamedShapes): NamedTensors
  /** The tensors of a graph's outputs: new ones. */
  outputs(shapes: NamedShapes, valueOf: (name: string, shape: TensorShape) => V): NamedTensors
  /** Throws `internal` for a tensor that was not made here. */
  valueOf(tensor: ResidentTensor): V
}

/** `make` makes room for an input, full of zeros. */
export function createResidentTensors<V>(make: (shape: TensorShape) => V): ResidentTensors<V> {
  const values = new Map<ResidentTensor, V>()
  const shared = new Map<string, ResidentTensor>()

  function place({ type, dims }: TensorShape, value: V): ResidentTensor {
    const tensor = { type, dims }
    values.set(tensor, value)
    return tensor
  }

  return {
    inputs(shapes) {
      for (const [name, shape] of Object.entries(shapes)) if (!shared.has(name)) shared.set(name, place(shape, make(shape)))
      return new Map([...shared].filter(([name]) => name in shapes))
    },
    outputs: (shapes, valueOf) => new Map(Object.entries(shapes).map(([name, shape]) => [name, place(shape, valueOf(name, shape))])),
    valueOf(tensor) {
      const value = values.get(tensor)
      if (value === undefined) throw new MynaError('internal', 'a tensor of other graphs')
      return value
    },
  }
}

/** Finds the tensors of a graph by name. Throws `model-mismatch` for a name that it does not have. */
export function tensorFinder(inputs: NamedTensors, outputs: NamedTensors): Pick<ResidentGraph, 'input' | 'output'> {
  const find = (tensors: NamedTensors, name: string): ResidentTensor => {
    const tensor = tensors.get(name)
    if (tensor === undefined) throw new MynaError('model-mismatch', `the graph has no ${name}`)
    return tensor
  }
  return {
    input: (name) => find(inputs, name),
    output: (name) => find(outputs, name),
  }
}
