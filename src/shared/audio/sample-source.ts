/**
 * The end of a sample stream that the audio thread reads. Positions are counted, never indexed, so "how much" always
 * has one answer. A fence separates what is stale (before a stop or seek) from what is fresh: the reader never runs
 * past a fence by itself.
 */
export interface SampleSource {
  /** Samples that can be read now; those behind a fence do not count. */
  available(): number
  /** Copies the next `count` samples (at most `available()`) to the start of `target`. Allocates nothing. */
  read(target: Float32Array, count: number): void
  /** Skips everything stale. */
  crossFence(): void
  /** Samples read since the last fence. */
  readSinceFence(): number
}
