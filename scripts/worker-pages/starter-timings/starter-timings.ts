/** What is asked of the worker that measures. */
export interface StarterTimingRequest {
  /** On the kernels, on their build for browsers without relaxed SIMD, or on ONNX Runtime. */
  readonly way: 'kernels' | 'baseline kernels' | 'runtime'
  readonly graphUrl: string
  /** A file of style rows. */
  readonly tableUrl: string
  /** Phonemes of the sentence, without boundaries. */
  readonly ids: readonly number[]
  readonly threads: number
  readonly rounds: number
}

/** The same with what lies at its addresses. */
export interface StarterReading extends Pick<StarterTimingRequest, 'way' | 'ids' | 'threads' | 'rounds'> {
  readonly graph: ArrayBuffer
  /** [lengths, 256] */
  readonly table: Float32Array
}

/** Times in wall seconds, one for each round. */
export interface StarterTimings {
  readonly audioSeconds: number
  /** From the bytes of the graph to a network that can speak. */
  readonly openSeconds: number
  readonly seconds: readonly number[]
  /** Of the kernels alone, as are those below. */
  readonly stages: Readonly<Record<string, readonly number[]>>
  /** Until the opening of a reading is made. */
  readonly opening: readonly number[]
  /** The longest time that no stop could have arrived. */
  readonly longestSeconds: number
  readonly memoryBytes: number
}
