import type { ArrivalForecast } from '../shared/audio/bank'
import type { ChunkPlan } from '../shared/protocol/engine'

/** How many seconds of audio the RTF known beforehand weighs: less than a sentence, so that the present soon decides. */
const PRIOR_SECONDS = 3

interface ExpectedChunk {
  readonly estimatedSeconds: number
  arrivedSeconds: number
  complete: boolean
}

/**
 * What a reading has promised, what has come, and how fast: expects the rest by the estimates, corrected by how long
 * the finished chunks turned out, and measures the real-time factor as audio arrives.
 */
export class ReadingForecast {
  private chunks: ExpectedChunk[] = []
  private firstChunk = 0
  private priorRtf: number | null = null
  private startedAtMs = 0
  private lastArrivalMs = 0
  private arrivedSeconds = 0
  private blockSeconds: number | null = null

  /** Work starts now, with chunk `from`. `rtf` was measured before on this device; null if never. */
  plan(chunks: readonly ChunkPlan[], rtf: number | null, nowMs: number, from = 0): void {
    this.firstChunk = from
    this.chunks = chunks.slice(from).map(({ estimatedSeconds }) => ({ estimatedSeconds, arrivedSeconds: 0, complete: false }))
    this.priorRtf = rtf
    this.startedAtMs = nowMs
    this.lastArrivalMs = nowMs
  }

  arrive(seconds: number, chunkIndex: number, endsChunk: boolean, nowMs: number): void {
    this.lastArrivalMs = nowMs
    this.arrivedSeconds += seconds
    const chunk = this.chunks[chunkIndex - this.firstChunk]
    // A chunk that comes in several parts shows that this engine streams, and how much at a time.
    if (!endsChunk) this.blockSeconds = Math.max(this.blockSeconds ?? 0, seconds)
    if (!chunk) return
    chunk.arrivedSeconds += seconds
    chunk.complete = endsChunk
  }

  /** Seconds of work for a second of audio, or null while nothing is known. */
  rtf(): number | null {
    const workedSeconds = (this.lastArrivalMs - this.startedAtMs) / 1000
    if (this.arrivedSeconds === 0) return this.priorRtf
    if (this.priorRtf === null) return workedSeconds / this.arrivedSeconds
    return (this.priorRtf * PRIOR_SECONDS + workedSeconds) / (PRIOR_SECONDS + this.arrivedSeconds)
  }

  /** Expected length of all that is made from the plan on. */
  expectedSeconds(): number {
    return this.arrivedSeconds + this.pendingSeconds().reduce((total, seconds) => total + seconds, 0)
  }

  /** Seconds of work until all is made; null while nothing is known. */
  workSecondsLeft(): number | null {
    const rtf = this.rtf()
    return rtf === null || this.chunks.length === 0 ? null : rtf * this.pendingSeconds().reduce((total, seconds) => total + seconds, 0)
  }

  arrivals(nowMs: number): ArrivalForecast {
    return {
      pendingSeconds: this.pendingSeconds(),
      rtf: this.rtf(),
      blockSeconds: this.blockSeconds,
      sinceArrivalSeconds: (nowMs - this.lastArrivalMs) / 1000,
    }
  }

  private pendingSeconds(): number[] {
    const finished = this.chunks.filter(({ complete }) => complete)
    const estimated = finished.reduce((total, chunk) => total + chunk.estimatedSeconds, 0)
    const actual = finished.reduce((total, chunk) => total + chunk.arrivedSeconds, 0)
    const correction = estimated > 0 && actual > 0 ? actual / estimated : 1
    return this.chunks
      .filter(({ complete }) => !complete)
      .map((chunk) => Math.max(chunk.estimatedSeconds * correction - chunk.arrivedSeconds, this.blockSeconds ?? 0))
  }
}
