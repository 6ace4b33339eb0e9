/** One value of an envelope stands for this long. */
export const ENVELOPE_STEP_SECONDS = 0.02
/** For a drawing every second sample says enough, and hours of sound are looked at in half the time. */
const STRIDE = 2

/** The outline of a sound for drawing, grown as the sound comes: the largest magnitude of every 20 ms. */
export class Envelope {
  private readonly stepSamples: number
  private values = new Float32Array(256)
  private sampleCount = 0

  constructor(sampleRate: number) {
    this.stepSamples = Math.max(1, Math.round(sampleRate * ENVELOPE_STEP_SECONDS))
  }

  append(samples: Float32Array): void {
    this.reserve(Math.ceil((this.sampleCount + samples.length) / this.stepSamples))
    let i = 0
    while (i < samples.length) {
      const step = Math.floor((this.sampleCount + i) / this.stepSamples)
      const end = Math.min(samples.length, (step + 1) * this.stepSamples - this.sampleCount)
      let peak = this.values[step] ?? 0
      for (; i < end; i += STRIDE) peak = Math.max(peak, Math.abs(samples[i] ?? 0))
      this.values[step] = peak
    }
    this.sampleCount += samples.length
  }

  /** A view of what is there; the last value may still grow. Not to be written to. */
  get peaks(): Float32Array {
    return this.values.subarray(0, Math.ceil(this.sampleCount / this.stepSamples))
  }

  private reserve(count: number): void {
    if (count <= this.values.length) return
    const larger = new Float32Array(Math.max(count, 2 * this.values.length))
    larger.set(this.values)
    this.values = larger
  }
}

/**
 * Reduces an envelope to `columns` bars of 0 to 1 over `duration` seconds, of which it may cover only the beginning: bars
 * behind its end are 0. The loudest bar is 1, except in a sound so quiet that it would be noise blown up.
 *
 * @param columns at least 1
 */
export function envelopeBars(peaks: Float32Array, columns: number, durationSeconds: number): number[] {
  const steps = Math.max(peaks.length, Math.ceil(durationSeconds / ENVELOPE_STEP_SECONDS), 1)
  let loudest = QUIETEST_FULL_HEIGHT
  for (let step = 0; step < peaks.length; step++) loudest = Math.max(loudest, peaks[step] ?? 0)
  return Array.from({ length: columns }, (_, column) => {
    const start = Math.floor((column * steps) / columns)
    const end = Math.max(start + 1, Math.floor(((column + 1) * steps) / columns))
    let bar = 0
    for (let step = start; step < Math.min(end, peaks.length); step++) bar = Math.max(bar, peaks[step] ?? 0)
    return bar / loudest
  })
}

/** -26 dBFS: what never gets louder is drawn small. */
const QUIETEST_FULL_HEIGHT = 0.05
