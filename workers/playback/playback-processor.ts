import { ringReader } from '../../src/shared/audio/ring-buffer'
import type { SampleSource } from '../../src/shared/audio/sample-source'
import type { FromPlayback, PlaybackProcessorOptions, ToPlayback } from '../../src/shared/protocol/playback'
import { SampleQueue } from './sample-queue'

/** Length of every fade: pause, stop, seek and running dry end in 4 ms of slope instead of a click. */
const RAMP_SECONDS = 0.004
const REPORT_SECONDS = 0.05
/** The Web Audio specification's render quantum; larger ones are provided for. */
const QUANTUM = 128

/**
 * Plays a {@link SampleSource}. One rule makes every edge soft: the gain moves towards 1 while there is sound to make
 * and more than a ramp's worth of samples left, and towards 0 otherwise; samples are only consumed while it is above 0.
 * So the last samples before a dry spell are already on the slope, and a spell is known before it is heard.
 */
export class PlaybackProcessor extends AudioWorkletProcessor {
  private readonly queue: SampleQueue | null
  private readonly source: SampleSource
  private readonly rampLength = Math.round(RAMP_SECONDS * sampleRate)
  private gains = new Float32Array(QUANTUM)
  private gain = 0
  private playing = false
  private sounded = false
  private ended = false
  private epoch = 0
  private pendingEpoch: number | null = null
  private underruns = 0
  private sinceReport = 0

  constructor(options: { processorOptions: PlaybackProcessorOptions }) {
    super()
    const { ring } = options.processorOptions
    if (ring) {
      this.queue = null
      this.source = ringReader(ring)
    } else {
      this.queue = new SampleQueue()
      this.source = this.queue
    }
    this.port.onmessage = ({ data }: MessageEvent<ToPlayback>) => {
      this.obey(data)
    }
  }

  /** Always true: a node that the browser may drop while it waits for audio would never play it. */
  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0]?.[0]
    if (!output) return true
    if (output.length > this.gains.length) this.gains = new Float32Array(output.length)
    const count = this.planGains(output.length)
    if (count > 0) this.sound(output, count)
    if (this.gain === 0) this.settle()
    if (this.playing || this.gain > 0) this.reportEvery(output.length)
    return true
  }

  private obey(message: ToPlayback): void {
    switch (message.type) {
      case 'reset':
        this.queue?.raiseFence()
        this.pendingEpoch = message.epoch
        this.playing = false
        this.ended = false
        break
      case 'play':
        this.playing = true
        break
      case 'pause':
        this.playing = false
        break
      case 'end':
        this.ended = true
        break
      case 'samples':
        this.queue?.push(message.samples)
        break
    }
  }

  /** Fills the gains of this quantum and returns how many samples it will consume. */
  private planGains(length: number): number {
    const available = this.source.available()
    for (let i = 0; i < length; i++) {
      const remaining = available - i
      const rising = this.playing && this.pendingEpoch === null && remaining > this.rampLength
      if (remaining <= 0) this.gain = 0
      else this.gain = Math.min(1, Math.max(0, this.gain + (rising ? 1 : -1) / this.rampLength))
      if (this.gain === 0) return i
      this.gains[i] = this.gain
    }
    return length
  }

  private sound(output: Float32Array, count: number): void {
    if (!this.sounded) {
      this.sounded = true
      this.post({ type: 'first-sample', epoch: this.epoch, contextTime: currentTime })
    }
    this.source.read(output, count)
    for (let i = 0; i < count; i++) output[i] = (output[i] ?? 0) * (this.gains[i] ?? 0)
  }

  /** Silence is reached: whatever waited for it happens now. */
  private settle(): void {
    if (this.pendingEpoch !== null) {
      this.source.crossFence()
      this.epoch = this.pendingEpoch
      this.pendingEpoch = null
      this.sounded = false
      this.underruns = 0
      this.report()
    } else if (this.playing && this.source.available() <= this.rampLength) {
      this.runDry()
    } else if (!this.playing && this.sinceReport > 0) {
      this.report()
    }
  }

  private runDry(): void {
    if (this.ended) {
      this.playing = false
      this.report()
      this.post({ type: 'ended', epoch: this.epoch, underruns: this.underruns })
    } else if (this.sounded) {
      this.playing = false
      this.underruns++
      this.report()
    }
  }

  private reportEvery(length: number): void {
    this.sinceReport += length
    if (this.sinceReport >= REPORT_SECONDS * sampleRate) this.report()
  }

  private report(): void {
    this.sinceReport = 0
    this.post({
      type: 'position',
      epoch: this.epoch,
      played: this.source.readSinceFence(),
      buffered: this.source.available(),
      underruns: this.underruns,
    })
  }

  private post(message: FromPlayback): void {
    this.port.postMessage(message)
  }
}
