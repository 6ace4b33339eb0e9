import { peak, type Result } from '../published/kernel-check'

/**
 * How far one value may be off, as a share of the largest one beside it. GPUs sum up in another order and have their own
 * exp and sin: up to 0.03 % on Chromium's software adapter. Drivers that compute wrongly give noise or NaN (onnxruntime 29807).
 */
const GPU_SHARE = 0.02

/**
 * Least signal-to-noise ratio of each result, in dB: the CPU's numbers against the difference. 40 dB is 1 % of the signal,
 * 30 dB better than what quantising the same graphs to int8 costs; float32 on Chromium's software adapter has 70 and more.
 * One bound for both parts: latents and caches of the language model, and the sound of the decoder.
 */
const MIN_SNR_DB = 40

/** Whether a GPU computes what the CPU does. */
export interface GpuAgreement {
  readonly agrees: boolean
  /** The worst result's ratio in dB: -Infinity for numbers missing or not finite, Infinity where all are the same. */
  readonly snrDb: number
}

/** Compares the GPU's results with the CPU's on the same input, within the tolerances above. */
export function compareWithCpu(actual: readonly Result[], expected: readonly Result[]): GpuAgreement {
  const ratios = expected.map((result, i) => snr(actual[i]?.values, result.values))
  const snrDb = actual.length === expected.length ? Math.min(...ratios) : -Infinity
  const near = expected.every(({ values, tolerance }, i) => {
    const most = Math.max(tolerance, GPU_SHARE * peak(values))
    return values.every((value, k) => Math.abs(value - (actual[i]?.values[k] ?? NaN)) <= most)
  })
  return { agrees: near && snrDb >= MIN_SNR_DB, snrDb }
}

function snr(actual: Float32Array | undefined, expected: Float32Array): number {
  if (actual?.length !== expected.length) return -Infinity
  const noise = expected.reduce((sum, value, k) => sum + (value - (actual[k] ?? NaN)) ** 2, 0)
  if (noise === 0) return Infinity
  const signal = expected.reduce((sum, value) => sum + value ** 2, 0)
  const ratio = 10 * Math.log10(signal / noise)
  return Number.isNaN(ratio) ? -Infinity : ratio
}
