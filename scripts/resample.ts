/** Half width of the interpolation kernel, in zero crossings of the slower rate. */
const ZERO_CROSSINGS = 24

/**
 * Resamples mono PCM by a Hann-windowed sinc (Smith, "Digital Audio Resampling", CCRMA), cutting off at the lower of
 * the two Nyquist frequencies. Meant for tools: exact rather than fast.
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples
  const cutoff = Math.min(1, toHz / fromHz)
  const reach = ZERO_CROSSINGS / cutoff
  const output = new Float32Array(Math.round((samples.length * toHz) / fromHz))
  for (let index = 0; index < output.length; index++) {
    const center = (index * fromHz) / toHz
    let sum = 0
    for (let source = Math.ceil(center - reach); source <= center + reach; source++) {
      const distance = source - center
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach)
      sum += (samples[source] ?? 0) * window * cutoff * sinc(distance * cutoff)
    }
    output[index] = sum
  }
  return output
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}
