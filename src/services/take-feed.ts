import type { FromPlayback } from '../shared/protocol/playback'
import type { PlaybackOutput } from './playback-output'
import type { TakeBuffer } from './take-buffer'

type PositionReport = Extract<FromPlayback, { type: 'position' }>

/** Keeps one output filled from one take, from any point on, and knows which sample is being heard. */
export class TakeFeed {
  private start = 0
  private played = 0
  private sent = 0
  private endSent = false
  private pastUnderruns: number
  private currentUnderruns = 0

  constructor(
    private readonly take: TakeBuffer,
    private readonly output: PlaybackOutput,
    startSample = 0,
    pastUnderruns = 0,
  ) {
    this.pastUnderruns = pastUnderruns
    this.restart(startSample)
  }

  /** The same take at the same place on another output; this feed is over. */
  movedTo(output: PlaybackOutput): TakeFeed {
    return new TakeFeed(this.take, output, this.positionSample, this.underruns)
  }

  /** Sample of the take that is heard now. */
  get positionSample(): number {
    return Math.min(this.start + this.played, this.take.sampleCount)
  }

  /** Dry spells since the feed was made. */
  get underruns(): number {
    return this.pastUnderruns + this.currentUnderruns
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
    this.pump()
  }

  /** Hands over what fits. Call when audio came and when some was played. */
  pump(): void {
    let taken = -1
    while (taken !== 0) {
      taken = this.output.write(this.take.viewFrom(this.sent))
      this.sent += taken
    }
    if (this.take.finished && !this.endSent && this.sent === this.take.sampleCount) {
      this.endSent = true
      this.output.end()
    }
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
