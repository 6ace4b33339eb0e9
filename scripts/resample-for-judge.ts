import { JUDGE_SAMPLE_RATE } from './whisper-judge'

/** Half-width of the low-pass in input samples. */
const HALF_WIDTH = 32
/** The pass band ends a little below the output's Nyquist frequency. */
const PASS_SHARE = 0.95

/**
 * Brings mono PCM to Whisper's rate with a Hann-windowed sinc low-pass at the lower of both Nyquist frequencies. Exact
 * enough to listen with; the app's own resampling is the browser's.
 */
export function resampleForJudge(samples: Float32Array, sampleRate: number): Float32Array {
  const step = sampleRate / JUDGE_SAMPLE_RATE
  const cutoff = (0.5 * PASS_SHARE) / Math.max(1, step)
  return Float32Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const centre = index * step
    let sum = 0
    for (let at = Math.ceil(centre - HALF_WIDTH); at <= centre + HALF_WIDTH; at++) {
      const distance = at - centre
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / HALF_WIDTH)
      const sinc = distance === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * distance) / (Math.PI * distance)
      sum += (samples[at] ?? 0) * sinc * window
    }
    return sum
  })
}
