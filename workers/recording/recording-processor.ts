import type { FromRecording } from '../../src/shared/protocol/recording'

/** Twenty batches a second: often enough for a level meter, seldom enough to cost nothing. */
const BATCH_SECONDS = 0.05
/** More than a pair no voice needs: which of them is clearer is told at the end, when all of it is there. */
const MOST_CHANNELS = 2

/** A channel of the batch that is being filled. */
interface Channel {
  samples: Float32Array<ArrayBuffer>
  peak: number
  squares: number
}

/** Collects the microphone's channels into batches; allocates once a batch, never once a quantum. */
export class RecordingProcessor extends AudioWorkletProcessor {
  private readonly batchLength = Math.round(BATCH_SECONDS * sampleRate)
  private channels: Channel[] = []
  private filled = 0

  constructor() {
    super()
    // `flush` is all that `ToRecording` can say.
    this.port.onmessage = () => {
      this.send()
      this.post({ type: 'flushed' }, [])
    }
  }

  /** Always true; a microphone that gives no channels for a while (muted, being switched) is not the end. */
  process(inputs: Float32Array[][]): boolean {
    const inputChannels = inputs[0]
    const length = inputChannels?.[0]?.length ?? 0
    if (!inputChannels) return true
    while (this.channels.length < Math.min(MOST_CHANNELS, inputChannels.length)) this.channels.push(this.copyOfFirst())
    for (let i = 0; i < length; i++) {
      for (let channel = 0; channel < this.channels.length; channel++) {
        // A microphone that became mono has the same on both sides.
        this.keep(this.channels[channel], (inputChannels[channel] ?? inputChannels[0])?.[i] ?? 0)
      }
      this.filled += 1
      if (this.filled === this.batchLength) this.send()
    }
    return true
  }

  private keep(channel: Channel | undefined, sample: number): void {
    if (!channel) return
    channel.samples[this.filled] = sample
    channel.peak = Math.max(channel.peak, Math.abs(sample))
    channel.squares += sample * sample
  }

  /** A second channel that begins within a batch was the first one before. */
  private copyOfFirst(): Channel {
    const [first] = this.channels
    return first ? { ...first, samples: first.samples.slice() } : this.emptyChannel()
  }

  private emptyChannel = (): Channel => ({ samples: new Float32Array(this.batchLength), peak: 0, squares: 0 })

  private send(): void {
    if (this.filled === 0) return
    const channels = this.channels.map(({ samples }) => (this.filled === this.batchLength ? samples : samples.slice(0, this.filled)))
    const peak = Math.max(...this.channels.map((channel) => channel.peak))
    const rms = Math.sqrt(Math.max(...this.channels.map(({ squares }) => squares)) / this.filled)
    this.post({ type: 'batch', channels, peak, rms }, channels.map(({ buffer }) => buffer))
    this.channels = this.channels.map(this.emptyChannel)
    this.filled = 0
  }

  private post(message: FromRecording, transfer: Transferable[]): void {
    this.port.postMessage(message, transfer)
  }
}
