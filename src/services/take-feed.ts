import { createPitchShaper, type VoiceShaper } from '../shared/audio/pitch-shaper'
import type { FromPlayback } from '../shared/protocol/playback'
import type { PlaybackOutput } from './playback-output'
import type { TakeBuffer } from './take-buffer'

type PositionReport = Extract<FromPlayback, { type: 'position' }>

/** Sound is stretched a fifth of a second at a time: a seek throws away no more. */
const STRETCHED_SECONDS = 0.2

/** Where a feed stands when it is made. */
export interface FeedStart {
  readonly sample?: number
  readonly underruns?: number
  /** See {@link TakeFeed.setSpeed}. */
  readonly speed?: number
}

/** Keeps one output filled from one take, from any point on, at any speed, and knows which sample is being heard. */
export class TakeFeed {
  private start = 0
  private played = 0
  private sent = 0
  private endSent = false
  private pastUnderruns: number
  private currentUnderruns = 0
  private speed: number
  /** Null at the usual speed: nothing is touched then. */
  private stretch: VoiceShaper | null = null
  /** What was stretched and is not handed over yet; null behind the end of the take. */
  private stretched: Float32Array | null = new Float32Array(0)

  constructor(
    private readonly take: TakeBuffer,
    private readonly output: PlaybackOutput,
    { sample = 0, underruns = 0, speed = 1 }: FeedStart = {},
  ) {
    this.pastUnderruns = underruns
    this.speed = speed
    this.restart(sample)
  }

  /** The same take at the same place on another output; this feed is over. */
  movedTo(output: PlaybackOutput): TakeFeed {
    return new TakeFeed(this.take, output, { sample: this.positionSample, underruns: this.underruns, speed: this.speed })
  }

  /** Sample of the take that is heard now. */
  get positionSample(): number {
    return Math.min(this.start + Math.round(this.played * this.speed), this.take.sampleCount)
  }

  /** Dry spells since the feed was made. */
  get underruns(): number {
    return this.pastUnderruns + this.currentUnderruns
  }

  /** Goes on from where it is at another speed (1 is the usual one), the pitch as it was: silenced as by {@link restart}. */
  setSpeed(speed: number): void {
    const sample = this.positionSample
    this.speed = speed
    this.restart(sample)
  }

  /** Silences the output and refills it from `sample` on; it sounds again at the output's `play`. */
  restart(sample: number): void {
    this.output.reset()
    this.pastUnderruns += this.currentUnderruns
    this.currentUnderruns = 0
    this.start = sample
    this.sent = sample
    this.played = 0
    this.endSent = false
    this.stretch = this.speed === 1 ? null : createPitchShaper(this.take.sampleRate, this.speed, 1)
    this.stretched = new Float32Array(0)
    this.pump()
  }

  /** Hands over what fits. Call when audio came and when some was played. */
  pump(): void {
    const isAllSent = this.stretch ? this.pumpStretched(this.stretch) : this.pumpPlain()
    if (this.take.finished && !this.endSent && isAllSent) {
      this.endSent = true
      this.output.end()
    }
  }

  private pumpPlain(): boolean {
    let taken = -1
    while (taken !== 0) {
      taken = this.output.write(this.take.viewFrom(this.sent))
      this.sent += taken
    }
    return this.sent === this.take.sampleCount
  }

  private pumpStretched(stretch: VoiceShaper): boolean {
    while (this.stretched) {
      const taken = this.output.write(this.stretched)
      this.stretched = this.stretched.subarray(taken)
      if (this.stretched.length > 0) return false
      const next = this.take.viewFrom(this.sent).subarray(0, STRETCHED_SECONDS * this.take.sampleRate)
      this.sent += next.length
      if (next.length > 0) this.stretched = stretch.push(next)
      else if (!this.take.finished) return false
      else this.stretched = this.endOf(stretch)
    }
    return true
  }

  /** The rest of the stretched sound; null once it was handed over. */
  private endOf(stretch: VoiceShaper): Float32Array | null {
    const rest = stretch.finish()
    return rest.length > 0 ? rest : null
  }

  /** Takes in a report and tells whether sound ran dry since the last one. */
  note({ played, underruns }: PositionReport): boolean {
    const ranDry = underruns > this.currentUnderruns
    this.played = played
    this.currentUnderruns = underruns
    this.pump()
    return ranDry
  }
}
