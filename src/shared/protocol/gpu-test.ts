import type { ErrorInfo, Outcome } from './errors'

/** What the test tries, in this order. Sizes are those of the models; see `workers/gpu-test/test-steps.ts`. */
export const GPU_TEST_STEPS = [
  'small-call',
  'read-back',
  'product-float32-row',
  'product-float32-rows',
  'product-float16-row',
  'product-float16-rows',
  'product-8-bit-row',
  'product-8-bit-rows',
  'layer-norm',
  'softmax',
  'convolution',
  'transposed-convolution',
] as const

export type GpuTestStep = (typeof GPU_TEST_STEPS)[number]

/** A limit of the adapter, and the least that the models and ONNX Runtime's shaders need of it. */
export interface GpuLimit {
  /** As WebGPU names it (GPUSupportedLimits). */
  readonly name: string
  readonly value: number
  readonly needed: number
  readonly unit: 'bytes' | 'count'
}

/** Optional powers of an adapter that change what runs on it, or how fast. */
export const GPU_FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const
export type GpuFeature = (typeof GPU_FEATURES)[number]

/** What the browser says about the adapter. Texts are empty where it keeps them to itself. */
export interface GpuAdapterFacts {
  readonly vendor: string
  readonly architecture: string
  readonly device: string
  readonly description: string
  /** It only imitates a GPU on the CPU. */
  readonly isSoftware: boolean
  readonly features: readonly GpuFeature[]
  readonly limits: readonly GpuLimit[]
}

/** How far numbers are from the CPU's. */
export interface GpuAgreement {
  /** The CPU's numbers against the difference, in dB: Infinity where they are the same, -Infinity where some are no numbers. */
  readonly decibels: number
  /** The largest difference of two numbers in the same place; NaN where some are no numbers. */
  readonly largestDifference: number
}

export interface GpuTiming {
  /** The median, of one call among many, or of one round trip. */
  readonly ms: number
  /** Multiplications with an addition in one call; 0 where that says nothing. */
  readonly multiplyAdds: number
  /** The runtime played recorded commands instead of walking through the nodes. */
  readonly isRecorded: boolean
}

export type GpuTestVerdict =
  | { readonly outcome: 'right' | 'wrong'; readonly agreement: GpuAgreement; readonly timing: GpuTiming }
  | { readonly outcome: 'unsupported'; readonly lacks: GpuFeature }
  | { readonly outcome: 'failed'; readonly error: ErrorInfo }

export interface GpuTestResult {
  readonly step: GpuTestStep
  readonly verdict: GpuTestVerdict
}

export type GpuTestEvent =
  | { readonly type: 'adapter'; readonly adapter: GpuAdapterFacts }
  /** This step begins; the first one also starts the runtime. */
  | { readonly type: 'step'; readonly step: GpuTestStep }
  | { readonly type: 'result'; readonly result: GpuTestResult }

/** How an uninterrupted test ends: without WebGPU in this browser, without an adapter for it, or with all steps done. */
export type GpuTestEnd = 'no-webgpu' | 'no-adapter' | 'done'

/** What a test has found so far. */
export interface GpuFindings {
  /** Null until the browser gives one. */
  readonly adapter: GpuAdapterFacts | null
  readonly results: readonly GpuTestResult[]
}

/** How a test ended, also one that was stopped or that failed at a step. */
export type GpuTestOutcome =
  | ({ readonly phase: 'ended'; readonly end: GpuTestEnd | 'stopped' } & GpuFindings)
  | ({ readonly phase: 'failed'; readonly error: ErrorInfo; readonly step: GpuTestStep | null } & GpuFindings)

/** The GPU test's worker as seen through comlink. A call cannot be interrupted from inside: whoever wants to stop ends the worker. */
export interface GpuTestApi {
  /**
   * One test at a time. Every call of `onEvent` has been answered before the outcome comes. Errors: `device-lost`,
   * `out-of-memory`, `inference-failed` where the runtime does not start.
   */
  test(onEvent: (event: GpuTestEvent) => unknown): Promise<Outcome<GpuTestEnd>>
}
