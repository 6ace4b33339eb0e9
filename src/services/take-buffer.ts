import { Envelope } from '../shared/audio/envelope'

/** All samples of one take, in the parts in which they came. Parts are kept by reference and never written to. */
export class TakeBuffer {
  private readonly parts: Float32Array[] = []
  private readonly starts: number[] = []
  private readonly outline: Envelope
  private total = 0
  private complete = false

  constructor(readonly sampleRate: number) {
    this.outline = new Envelope(sampleRate)
  }

  get sampleCount(): number {
    return this.total
  }

  get seconds(): number {
    return this.total / this.sampleRate
  }

  /** True once nothing more will be appended. */
  get finished(): boolean {
    return this.complete
  }

  /** Its outline for drawing: see {@link Envelope}. */
  get envelope(): Float32Array {
    return this.outline.peaks
  }

  append(samples: Float32Array): void {
    if (samples.length === 0) return
    this.parts.push(samples)
    this.starts.push(this.total)
    this.total += samples.length
    this.outline.append(samples)
  }

  finish(): void {
    this.complete = true
  }

  /** A view of the samples from `start` up to the end of their part; empty at the end of the take. */
  viewFrom(start: number): Float32Array {
    const index = this.starts.findLastIndex((partStart) => partStart <= start)
    return this.parts[index]?.subarray(start - (this.starts[index] ?? 0)) ?? new Float32Array(0)
  }
}
