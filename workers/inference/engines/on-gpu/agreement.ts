/** Something computed. Another way to it may be off by `tolerance`. */
export interface Result {
  readonly values: Float32Array
  readonly tolerance: number
}

/** How far a GPU's results may be from the CPU's. */
export interface Tolerance {
  /** Least signal-to-noise ratio of each result, in dB: the CPU's numbers against the difference. */
  readonly snrDb: number
  /** How far one value may be off, as a share of the largest one beside it. */
  readonly share: number
}

/**
 * Both have the same weights and differ by the order of summation, by exp and sin, and by the 15 bits or so that the kernels keep of
 * activations: on Chromium's software adapter 118 dB for the codec's decoder and 86 dB for the language model, with random
 * weights in int8. Drivers that compute wrongly give noise or NaN (onnxruntime 29807).
 */
export const FLOAT_TOLERANCE: Tolerance = { snrDb: 40, share: 0.02 }

/**
 * The CPU rounds to 8 bits where the GPU does not: the kernels the weights of a language model that is published in float32, and
 * published int8 graphs all activations. With random weights that is noise of 30 to 48 dB, and a part that leaves one of its
 * steps out is at 8 dB or below.
 */
export const ROUNDED_TOLERANCE: Tolerance = { snrDb: 20, share: 0.2 }

/** Whether a GPU computes what the CPU does. */
export interface GpuAgreement {
  readonly agrees: boolean
  /** The worst result's ratio in dB: -Infinity for numbers missing or not finite, Infinity where all are the same. */
  readonly snrDb: number
}

/** Compares the GPU's results with the CPU's on the same input. */
export function compareWithCpu(actual: readonly Result[], expected: readonly Result[], { snrDb: leastSnrDb, share }: Tolerance): GpuAgreement {
  const ratios = expected.map((result, i) => snr(actual[i]?.values, result.values))
  const snrDb = actual.length === expected.length ? Math.min(...ratios) : -Infinity
  const near = expected.every(({ values, tolerance }, i) => {
    const most = Math.max(tolerance, share * peak(values))
    return values.every((value, k) => Math.abs(value - (actual[i]?.values[k] ?? NaN)) <= most)
  })
  return { agrees: near && snrDb >= leastSnrDb, snrDb }
}

function snr(actual: Float32Array | undefined, expected: Float32Array): number {
  if (actual?.length !== expected.length) return -Infinity
  const noise = expected.reduce((sum, value, k) => sum + (value - (actual[k] ?? NaN)) ** 2, 0)
  if (noise === 0) return Infinity
  const signal = expected.reduce((sum, value) => sum + value ** 2, 0)
  const ratio = 10 * Math.log10(signal / noise)
  return Number.isNaN(ratio) ? -Infinity : ratio
}

/** The largest magnitude. */
export function peak(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
