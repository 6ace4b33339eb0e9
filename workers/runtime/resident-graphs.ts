import type { InferenceSession } from 'onnxruntime-web/wasm'

/** What a tensor of fixed shape is. */
export interface TensorShape {
  readonly type: 'float32' | 'int32'
  readonly dims: readonly number[]
}

/** A graph whose inputs and outputs have fixed shapes, by their names: all that the file declares. */
export interface FixedGraphFile {
  readonly bytes: ArrayBuffer
  readonly options?: InferenceSession.SessionOptions
  readonly inputs: Readonly<Record<string, TensorShape>>
  readonly outputs: Readonly<Record<string, TensorShape>>
}

/** A tensor that stays in the memory of the processor that computes it. */
export type ResidentTensor = TensorShape

/** `count` values of a tensor from value `at` on, in row-major order. */
export interface TensorStretch {
  readonly tensor: ResidentTensor
  readonly at: number
  readonly count: number
}

/** An open graph over tensors that stay. */
export interface ResidentGraph {
  /** What the file declares, as `Session` tells it. */
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly inputShapes: ReadonlyMap<string, readonly (number | string)[]>
  /** Its tensors. Throws `model-mismatch` for a name that the graph was not opened with. */
  input(name: string): ResidentTensor
  output(name: string): ResidentTensor
  /** The runtime plays recorded commands instead of walking through the nodes. */
  readonly isRecorded: boolean
  /** Computes all outputs. May resolve before that is done: what is copied or read afterwards waits. */
  run(): Promise<void>
}

/**
 * Graphs that share their inputs: one tensor for each name. All tensors are zeros at first; outputs are each graph's own.
 * Nothing leaves the processor but what is read. Errors of `run` and `read`: `inference-failed`, `device-lost`.
 */
export interface ResidentGraphs {
  readonly graphs: readonly ResidentGraph[]
  /** Sets values from value `at` on. They are copied. */
  write(tensor: ResidentTensor, values: Float32Array | Int32Array, at?: number): void
  /** Copies a stretch into a tensor, from its value `at` on, after what was run and before what will be. */
  copy(from: TensorStretch, to: ResidentTensor, at: number): void
  /** The values of float32 stretches, in that order; the caller owns them. */
  read(stretches: readonly TensorStretch[]): Promise<readonly Float32Array[]>
  release(): Promise<void>
}

/** `onOpened` is called after each of them: shaders take a while to compile. Errors: `model-invalid`, `out-of-memory`, on a GPU also `device-lost`. */
export type OpenResidentGraphs = (files: readonly FixedGraphFile[], onOpened?: () => void) => Promise<ResidentGraphs>

/** How many values a shape holds. */
export function valueCount({ dims }: TensorShape): number {
  return dims.reduce((product, dim) => product * dim, 1)
}
