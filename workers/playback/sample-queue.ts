import type { SampleSource } from '../../src/shared/audio/sample-source'

/** Stands in for the ring where memory cannot be shared: chunks that came as messages, read in order. */
export class SampleQueue implements SampleSource {
  private readonly chunks: Float32Array[] = []
  private offset = 0
  private pushed = 0
  private taken = 0
  private fence = 0

  /** Takes the chunk over. */
  push(chunk: Float32Array): void {
    this.chunks.push(chunk)
    this.pushed += chunk.length
  }

  /** Makes everything pushed so far stale. */
  raiseFence(): void {
    this.fence = this.pushed
  }

  available(): number {
    return (this.fence > this.taken ? this.fence : this.pushed) - this.taken
  }

  read(target: Float32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      target[i] = this.chunks[0]?.[this.offset] ?? 0
      this.advance(1)
    }
  }

  crossFence(): void {
    while (this.taken < this.fence) {
      const left = (this.chunks[0]?.length ?? 0) - this.offset
      this.advance(Math.min(left, this.fence - this.taken))
    }
  }

  readSinceFence(): number {
    return Math.max(0, this.taken - this.fence)
  }

  private advance(count: number): void {
    this.offset += count
    this.taken += count
    while (this.chunks.length > 0 && this.offset >= (this.chunks[0]?.length ?? 0)) {
      this.offset -= this.chunks.shift()?.length ?? 0
    }
  }
}
