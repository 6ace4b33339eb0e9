import { findSpeech } from './speech-segments'

/** Samples of silence behind the last speech; all of them where there is no speech. */
function pauseLength(samples: Float32Array, sampleRate: number): number {
  const endSeconds = findSpeech(samples, sampleRate).segments.at(-1)?.endSeconds ?? 0
  return samples.length - Math.round(endSeconds * sampleRate)
}

/**
 * `samples` with at least as much silence at its end as `model` has, so that a sentence that takes another's place keeps
 * its distance from the next one. Gives `samples` itself where that is long enough.
 */
export function withPauseOf(model: Float32Array, samples: Float32Array, sampleRate: number): Float32Array {
  const missing = pauseLength(model, sampleRate) - pauseLength(samples, sampleRate)
  if (missing <= 0) return samples
  const padded = new Float32Array(samples.length + missing)
  padded.set(samples)
  return padded
}
