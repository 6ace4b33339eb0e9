import { integratedLoudness } from './loudness'

/** Mono PCM at its own rate. */
export interface Clip {
  readonly samples: Float32Array
  readonly sampleRate: number
}

/**
 * Factors that make two clips equally loud (ITU-R BS.1770), so that the louder one has no advantage in a comparison. Only
 * the louder one is turned down, so that neither clips: both are at most 1. Both are 1 where either is silent.
 */
export function matchingGains(a: Clip, b: Clip): readonly [number, number] {
  const difference = integratedLoudness(a.samples, a.sampleRate) - integratedLoudness(b.samples, b.sampleRate)
  if (!Number.isFinite(difference)) return [1, 1]
  const gain = 10 ** (-Math.abs(difference) / 20)
  return difference > 0 ? [gain, 1] : [1, gain]
}
