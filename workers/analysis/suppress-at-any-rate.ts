import { resample } from '../../src/shared/audio/resample'
import { SUPPRESSOR_SAMPLE_RATE, type NoiseSuppressor } from './noise-suppressor'

/** Runs the suppressor on mono PCM of any rate, Hz: as many samples come back at that rate. */
export function suppressAtAnyRate(suppressor: NoiseSuppressor, samples: Float32Array, sampleRate: number): Float32Array {
  const cleaned = suppressor.suppress(resample(samples, sampleRate, SUPPRESSOR_SAMPLE_RATE))
  const back = resample(cleaned, SUPPRESSOR_SAMPLE_RATE, sampleRate)
  if (back.length === samples.length) return back
  // Two roundings of the length may cost a sample.
  const whole = new Float32Array(samples.length)
  whole.set(back.subarray(0, whole.length))
  return whole
}
