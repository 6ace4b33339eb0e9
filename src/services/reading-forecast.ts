import type { ArrivalForecast, PendingAudio } from '../shared/audio/bank'
import type { ChunkPart, ChunkPlan } from '../shared/protocol/engine'

/** How many seconds of audio the RTF known beforehand weighs: less than a sentence, so that the present soon decides. */
const PRIOR_SECONDS = 3

interface ExpectedChunk {
  readonly estimatedSeconds: number
  readonly parts: readonly ChunkPart[] | undefined
  arrivedSeconds: number
  arrivals: number
  stage: 'waiting' | 'begun' | 'complete'
}

/**
 * What a reading has promised, what has come, and how fast: expects the rest by the estimates, corrected by how long
 * the finished chunks turned out, and measures the real-time factor as audio arrives. Work is counted as effort: seconds of
 * whole chunks' audio that take as long. It is asked with every arrival, so sums are kept: only {@link arrivals} goes through
 * the chunks to come.
 */
export class ReadingForecast {
  private chunks: ExpectedChunk[] = []
  private firstChunk = 0
  /** Estimated seconds of the chunks that are waiting, estimated and true ones of those that are complete. */
  private waitingSeconds = 0
  private readonly complete = { estimatedSeconds: 0, arrivedSeconds: 0 }
  /** One, unless an engine makes several at a time. */
  private readonly begun = new Set<ExpectedChunk>()
  private priorRtf: number | null = null
  private startedAtMs = 0
  private lastArrivalMs = 0
  private arrivedSeconds = 0
  private blockSeconds: number | null = null

  /** Work starts now, with chunk `from`; called once. `rtf` was measured before on this device; null if never. */
  plan(chunks: readonly ChunkPlan[], rtf: number | null, nowMs: number, from = 0): void {
    this.firstChunk = from
    this.chunks = chunks.slice(from).map(({ estimatedSeconds, parts }) => ({ estimatedSeconds, parts, arrivedSeconds: 0, arrivals: 0, stage: 'waiting' }))
    this.waitingSeconds = this.chunks.reduce((total, { estimatedSeconds }) => total + estimatedSeconds, 0)
    this.priorRtf = rtf
    this.startedAtMs = nowMs
    this.lastArrivalMs = nowMs
  }

  arrive(seconds: number, chunkIndex: number, endsChunk: boolean, nowMs: number): void {
    this.lastArrivalMs = nowMs
    this.arrivedSeconds += seconds
    const chunk = this.chunks[chunkIndex - this.firstChunk]
    // A chunk that comes bit by bit shows that this engine streams, and how much at a time.
    if (!endsChunk && chunk?.parts === undefined) this.blockSeconds = Math.max(this.blockSeconds ?? 0, seconds)
    if (!chunk || chunk.stage === 'complete') return
    if (chunk.stage === 'waiting') this.waitingSeconds -= chunk.estimatedSeconds
    chunk.arrivedSeconds += seconds
    chunk.arrivals++
    chunk.stage = endsChunk ? 'complete' : 'begun'
    if (!endsChunk) {
      this.begun.add(chunk)
      return
    }
    this.begun.delete(chunk)
    this.complete.estimatedSeconds += chunk.estimatedSeconds
    this.complete.arrivedSeconds += chunk.arrivedSeconds
  }

  /** Seconds of work for a second of a whole chunk's audio, or null while nothing is known. */
  rtf(): number | null {
    const workedSeconds = (this.lastArrivalMs - this.startedAtMs) / 1000
    if (this.arrivedSeconds === 0) return this.priorRtf
    const effort = this.arrivedSeconds + this.effortAhead()
    if (this.priorRtf === null) return workedSeconds / effort
    return (this.priorRtf * PRIOR_SECONDS + workedSeconds) / (PRIOR_SECONDS + effort)
  }

  /** Expected length of all that is made from the plan on. */
  expectedSeconds(): number {
    return this.arrivedSeconds + this.pendingSeconds()
  }

  /** Seconds of work until all is made; null while nothing is known. */
  workSecondsLeft(): number | null {
    const rtf = this.rtf()
    return rtf === null || this.chunks.length === 0 ? null : rtf * (this.pendingSeconds() - this.effortAhead())
  }

  arrivals(nowMs: number): ArrivalForecast {
    return {
      pending: this.chunks.filter(({ stage }) => stage !== 'complete').flatMap((chunk) => this.partsOf(chunk)),
      rtf: this.rtf(),
      blockSeconds: this.blockSeconds,
      sinceArrivalSeconds: (nowMs - this.lastArrivalMs) / 1000,
    }
  }

  /** Seconds that are still to come. */
  private pendingSeconds(): number {
    let total = Math.max(0, this.waitingSeconds) * this.correction()
    for (const chunk of this.begun) total += this.pendingOf(chunk)
    return total
  }

  /** Effort that was spent on audio that is still to come. */
  private effortAhead(): number {
    let total = 0
    for (const chunk of this.begun) {
      for (const { seconds, effort } of this.partsOf(chunk)) total += seconds - effort
    }
    return total
  }

  /** What is to come of an unfinished chunk, in the parts that it is known to come in. */
  private partsOf(chunk: ExpectedChunk): readonly PendingAudio[] {
    const seconds = this.pendingOf(chunk)
    const parts = chunk.parts?.slice(chunk.arrivals) ?? []
    const foreseen = parts.reduce((sum, part) => sum + part.seconds, 0)
    if (foreseen === 0) return [{ seconds, effort: seconds }]
    const scale = seconds / foreseen
    return parts.map((part) => ({ seconds: scale * part.seconds, effort: scale * part.workShare * chunk.estimatedSeconds }))
  }

  /** Of a chunk that is late one more block is expected. */
  private pendingOf({ stage, estimatedSeconds, arrivedSeconds }: ExpectedChunk): number {
    const seconds = estimatedSeconds * this.correction() - arrivedSeconds
    return stage === 'begun' ? Math.max(seconds, this.blockSeconds ?? 0) : seconds
  }

  /** How much longer chunks turn out than estimated. */
  private correction(): number {
    const { estimatedSeconds, arrivedSeconds } = this.complete
    return estimatedSeconds > 0 && arrivedSeconds > 0 ? arrivedSeconds / estimatedSeconds : 1
  }
}
