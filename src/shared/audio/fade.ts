/** 5 ms: short enough not to be heard as a fade, long enough that a step in the wave does not click. */
export const FADE_SECONDS = 0.005

/**
 * Fades both ends with a raised cosine, in a copy. Clips shorter than two fades get two that meet in the middle.
 *
 * @param samples mono PCM, not changed
 */
export function fadeEnds(samples: Float32Array, sampleRate: number, seconds = FADE_SECONDS): Float32Array {
  const faded = samples.slice()
  const length = Math.min(Math.round(seconds * sampleRate), Math.floor(samples.length / 2))
  for (let i = 0; i < length; i++) {
    // Half a sample off, so that the curve is symmetric and neither its 0 nor its 1 is repeated.
    const gain = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / length)
    const mirrored = samples.length - 1 - i
    faded[i] = (samples[i] ?? 0) * gain
    faded[mirrored] = (samples[mirrored] ?? 0) * gain
  }
  return faded
}
