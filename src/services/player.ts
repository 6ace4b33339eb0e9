import { heardAt, requiredBankSeconds } from '../shared/audio/bank'
import type { ChunkPlan } from '../shared/protocol/engine'
import { toMynaError, type ErrorInfo, type MynaError } from '../shared/protocol/errors'
import type { FromPlayback } from '../shared/protocol/playback'
import { sharesMemory } from '../shared/protocol/shared-memory'
import { createPacer } from '../shared/threads/pacer'
import { setAudioSession } from './audio-session'
import { openPlaybackOutput, type OpenPlaybackOutput, type PlaybackOutput } from './playback-output'
import { ReadingForecast } from './reading-forecast'
import type { PlayerPhase, PlayerService, PlayerState } from './services'
import { TakeBuffer } from './take-buffer'
import { TakeFeed } from './take-feed'

/** Both engines speak at 24 kHz; another rate opens another output. */
const USUAL_SAMPLE_RATE = 24_000
/** How often the bank is looked at while sound waits for it. */
const BANK_CHECK_MS = 50

/** How long an output that has nothing to play stays awake: somebody who listens again should not wait for it. */
const REST_AFTER_MS = 5000

/** What differs between the browser and a test. */
export interface PlayerOptions {
  readonly openOutput?: OpenPlaybackOutput
}

/** Makes the player. It owns the output, the current take and the decision when sound may start. */
export function createPlayer({ openOutput = openPlaybackOutput }: PlayerOptions = {}): PlayerService {
  return new Player(openOutput)
}

class Player implements PlayerService {
  private readonly listeners = new Set<(state: PlayerState) => void>()
  private output: PlaybackOutput | null = null
  private take = emptyTake()
  /** Samples of the take that were there before it was begun. */
  private keptCount = 0
  private feed: TakeFeed | null = null
  private forecast = new ReadingForecast()
  private phase: PlayerPhase = 'idle'
  private speed = 1
  private clickedAtMs: number | null = null
  private ttfaMs: number | null = null
  private error: ErrorInfo | null = null
  private bankTimer: ReturnType<typeof setInterval> | undefined
  private restTimer: ReturnType<typeof setTimeout> | undefined
  /** Sound may arrive hundreds of times a second: only a change of phase is worth an instant report. */
  private readonly reports = createPacer(() => { this.report() })

  constructor(private readonly openOutput: OpenPlaybackOutput) {}

  unlock(): void {
    setAudioSession('playback')
    this.error = null
    this.ensureOutput(this.output?.sampleRate ?? this.take.sampleRate)
    this.output?.resume()
  }

  begin({ sampleRate, clickedAtMs, kept = [] }: Parameters<PlayerService['begin']>[0]): void {
    const take = new TakeBuffer(sampleRate)
    for (const samples of kept) take.append(samples)
    this.startTake(take, clickedAtMs, take.sampleCount)
  }

  plan(chunks: readonly ChunkPlan[], rtf: number | null, from = 0): void {
    this.forecast.plan(chunks, rtf, performance.now(), from)
    this.startWhenBanked()
  }

  append(samples: Float32Array, chunkIndex: number, endsChunk: boolean): void {
    this.take.append(samples)
    this.forecast.arrive(samples.length / this.take.sampleRate, chunkIndex, endsChunk, performance.now())
    this.feed?.pump()
    this.startWhenBanked()
  }

  finish(): void {
    this.take.finish()
    this.feed?.pump()
    this.startWhenBanked()
  }

  playTake(samples: Float32Array, sampleRate: number): void {
    const take = new TakeBuffer(sampleRate)
    take.append(samples)
    take.finish()
    this.startTake(take, null)
  }

  pause(): void {
    if (this.phase !== 'playing' && this.phase !== 'banking') return
    this.output?.pause()
    this.enter('paused')
  }

  resume(): void {
    if (this.phase === 'playing' || this.phase === 'banking' || this.take.sampleCount === 0) return
    this.error = null
    this.ensureOutput(this.take.sampleRate)
    if (this.phase === 'ended') this.feed?.restart(0)
    this.enter('banking')
    this.startWhenBanked()
  }

  seek(seconds: number): void {
    if (!this.feed || this.take.sampleCount === 0) return
    const wanted = Math.round(seconds * this.take.sampleRate)
    this.feed.restart(Math.max(0, Math.min(this.take.sampleCount, wanted)))
    const sounding = this.phase === 'playing' || this.phase === 'banking'
    this.enter(sounding ? 'banking' : 'paused')
    this.startWhenBanked()
  }

  setSpeed(speed: number): void {
    if (speed === this.speed) return
    this.speed = speed
    this.feed?.setSpeed(speed)
    if (this.phase === 'playing') this.enter('banking')
    this.startWhenBanked()
  }

  stop(): void {
    this.feed?.restart(0)
    this.enter('idle')
  }

  clear(): void {
    // The ring holds what was about to sound.
    void this.closeOutput()
    this.take = emptyTake()
    this.keptCount = 0
    this.feed = null
    this.forecast = new ReadingForecast()
    this.clickedAtMs = null
    this.ttfaMs = null
    this.enter('idle')
  }

  state(): PlayerState {
    const generating = !this.take.finished
    const availableSeconds = this.take.seconds
    return {
      phase: this.phase,
      positionSeconds: this.positionSeconds(),
      availableSeconds,
      durationSeconds: generating ? Math.max(availableSeconds, this.expectedSeconds()) : availableSeconds,
      generating,
      workSecondsLeft: generating ? this.forecast.workSecondsLeft() : null,
      bankTargetSeconds: this.bankTargetSeconds(),
      underruns: this.feed?.underruns ?? 0,
      ttfaMs: this.ttfaMs,
      sharedMemory: this.output?.sharedMemory ?? sharesMemory(),
      error: this.error,
    }
  }

  envelope(): Float32Array {
    return this.take.envelope
  }

  subscribe(listener: (state: PlayerState) => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  async dispose(): Promise<void> {
    this.listeners.clear()
    this.enter('idle')
    clearTimeout(this.restTimer)
    this.reports.cancel()
    await this.closeOutput()
  }

  /** Sound starts behind what was there before. */
  private startTake(take: TakeBuffer, clickedAtMs: number | null, keptCount = 0): void {
    this.take = take
    this.keptCount = keptCount
    this.feed = null
    this.forecast = new ReadingForecast()
    this.clickedAtMs = clickedAtMs
    this.ttfaMs = null
    this.ensureOutput(take.sampleRate)
    // Without an output it waits for somebody who asks for sound again.
    this.enter(this.output ? 'banking' : 'paused')
    this.startWhenBanked()
  }

  /** Leaves an output at `sampleRate` behind, fed from where the take stands, or an error in the state. */
  private ensureOutput(sampleRate: number): void {
    if (this.output?.sampleRate !== sampleRate) {
      void this.closeOutput()
      this.openAt(sampleRate)
    }
    if (this.output && !this.feed) this.feed = new TakeFeed(this.take, this.output, { sample: this.keptCount, speed: this.speed })
  }

  private openAt(sampleRate: number): void {
    try {
      const output: PlaybackOutput = this.openOutput(sampleRate, {
        onReport: (message) => {
          if (this.output === output) this.note(message)
        },
        onFailure: (error) => {
          if (this.output === output) this.fail(error)
        },
        onInterrupted: () => {
          if (this.output === output) this.pause()
        },
      })
      this.output = output
      this.feed = this.feed?.movedTo(output) ?? null
      output.resume()
    } catch (thrown) {
      this.fail(toMynaError(thrown, 'playback-failed'))
    }
  }

  /** The take, its place in it and its text live on; the next unlock or resume opens a fresh output. */
  private fail(error: MynaError): void {
    this.error = { code: 'playback-failed', detail: error.detail }
    void this.closeOutput()
    this.enter(this.phase === 'idle' || this.phase === 'ended' ? this.phase : 'paused')
  }

  private async closeOutput(): Promise<void> {
    const closing = this.output
    this.output = null
    await closing?.close()
  }

  private note(message: FromPlayback): void {
    switch (message.type) {
      case 'position':
        if (this.feed?.note(message) && this.phase === 'playing') this.enter('banking')
        this.startWhenBanked()
        break
      case 'first-sample':
        if (this.clickedAtMs === null || this.ttfaMs !== null || !this.output) break
        this.ttfaMs = this.output.heardAtMs(message.contextTime) - this.clickedAtMs
        this.reports.now()
        break
      case 'ended':
        this.enter('ended')
        break
    }
  }

  /** The decision: sound starts once it can continue to the end. The state is reported in any case. */
  private startWhenBanked(): void {
    if (this.phase === 'banking' && this.output) {
      const unplayedSeconds = this.take.seconds - this.positionSeconds()
      if (this.take.finished && unplayedSeconds <= 0) {
        this.enter('ended')
        return
      }
      if (unplayedSeconds > 0 && unplayedSeconds >= this.bankTargetSeconds()) {
        this.output.play()
        this.enter('playing')
        return
      }
    }
    this.reports.ask()
  }

  /** Never more than what there will be. */
  private bankTargetSeconds(): number {
    if (this.take.finished) return 0
    const left = Math.max(0, this.expectedSeconds() - this.positionSeconds())
    return Math.min(left, requiredBankSeconds(heardAt(this.forecast.arrivals(performance.now()), this.speed)))
  }

  /** Length of the whole take, as far as it can be told. */
  private expectedSeconds(): number {
    return this.keptCount / this.take.sampleRate + this.forecast.expectedSeconds()
  }

  private positionSeconds(): number {
    if (this.phase === 'ended') return this.take.seconds
    return (this.feed?.positionSample ?? 0) / this.take.sampleRate
  }

  private enter(phase: PlayerPhase): void {
    this.phase = phase
    clearInterval(this.bankTimer)
    clearTimeout(this.restTimer)
    if (phase === 'banking' || phase === 'playing') this.output?.resume()
    else this.restTimer = setTimeout(() => this.output?.rest(), REST_AFTER_MS)
    if (phase === 'banking') {
      this.bankTimer = setInterval(() => {
        this.startWhenBanked()
      }, BANK_CHECK_MS)
    }
    this.reports.now()
  }

  private report(): void {
    const state = this.state()
    for (const listener of this.listeners) listener(state)
  }
}

/** What the player holds before the first take: nothing, and complete. */
function emptyTake(): TakeBuffer {
  const take = new TakeBuffer(USUAL_SAMPLE_RATE)
  take.finish()
  return take
}
