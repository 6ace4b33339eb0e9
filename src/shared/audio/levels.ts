/** Full scale of float PCM is 1; levels in decibels are relative to it (dBFS of a square wave's RMS). */

/** Samples at or above this magnitude count as clipped: -0.009 dBFS, which 16-bit full scale reaches. */
const CLIP_LEVEL = 0.999
/** One or two full-scale samples happen at honest peaks; three in a row are a flattened top. */
const CLIP_RUN_LENGTH = 3

/** Largest magnitude; 0 for no samples. */
export function peakOf(samples: Float32Array): number {
  let peak = 0
  // Ten minutes are 14 million samples; an iterator takes twenty times as long as an index.
  for (let i = 0; i < samples.length; i++) {
    const magnitude = Math.abs(samples[i] ?? 0)
    if (magnitude > peak) peak = magnitude
  }
  return peak
}

/** Root mean square over `[start, end)` (sample indices, clamped to what exists); 0 for no samples. */
export function rmsOf(samples: Float32Array, start = 0, end = samples.length): number {
  const from = Math.max(0, start)
  const to = Math.min(samples.length, end)
  if (to <= from) return 0
  let squares = 0
  for (let i = from; i < to; i++) {
    const sample = samples[i] ?? 0
    squares += sample * sample
  }
  return Math.sqrt(squares / (to - from))
}

/** Amplitude to dBFS; `-Infinity` for silence. */
export function toDecibels(amplitude: number): number {
  return 20 * Math.log10(amplitude)
}

/** A stretch of samples `[start, end)` pinned to full scale. */
export interface ClippedRun {
  readonly start: number
  readonly end: number
}

/** Where a recording was driven into full scale: runs of at least three samples, positive or negative. */
export function clippedRuns(samples: Float32Array): readonly ClippedRun[] {
  const runs: ClippedRun[] = []
  let start = 0
  const close = (end: number) => {
    if (end - start >= CLIP_RUN_LENGTH) runs.push({ start, end })
    start = end + 1
  }
  for (let i = 0; i < samples.length; i++) {
    if (Math.abs(samples[i] ?? 0) < CLIP_LEVEL) close(i)
  }
  close(samples.length)
  return runs
}

/** Share of the samples, 0 to 1, that lies in clipped runs. */
export function clippedShare(samples: Float32Array): number {
  if (samples.length === 0) return 0
  const clipped = clippedRuns(samples).reduce((total, run) => total + run.end - run.start, 0)
  return clipped / samples.length
}
