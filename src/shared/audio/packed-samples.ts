/** Mono PCM in 16 bits: a sample is the integer times `scale`. */
export interface PackedSamples {
  readonly pcm: Int16Array
  readonly scale: number
}

const LARGEST = 32_767

/**
 * Floats in half the room. The scale follows the loudest sample, so that nothing is clipped, and what is quieter than full scale
 * loses no more than at full scale: an error of at most 1 / 65,534, 96 dB below it. `samples` is only read.
 */
export function packSamples(samples: Float32Array): PackedSamples {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1)
  const scale = peak / LARGEST
  return { pcm: Int16Array.from(samples, (sample) => Math.round(sample / scale)), scale }
}

/** The floats again, as near as {@link packSamples} says; a new array. */
export function unpackSamples({ pcm, scale }: PackedSamples): Float32Array<ArrayBuffer> {
  return Float32Array.from(pcm, (integer) => integer * scale)
}

/** `samples` without the exact zeros at its end, which engines put there as a pause; a view on the same memory. */
export function withoutEndingZeros(samples: Float32Array): Float32Array {
  let end = samples.length
  while (end > 0 && samples[end - 1] === 0) end--
  return samples.subarray(0, end)
}
