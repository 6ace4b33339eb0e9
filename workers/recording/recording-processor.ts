import type { FromRecording } from '../../src/shared/protocol/recording'

/** Twenty batches a second: often enough for a level meter, seldom enough to cost nothing. */
const BATCH_SECONDS = 0.05

/** Collects the microphone's channels, averaged, into batches; allocates once a batch, never once a quantum. */
export class RecordingProcessor extends AudioWorkletProcessor {
  private readonly batchLength = Math.round(BATCH_SECONDS * sampleRate)
  private batch = new Float32Array(this.batchLength)
  private filled = 0
  private peak = 0
  private squares = 0

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
    const channels = inputs[0]
    const length = channels?.[0]?.length ?? 0
    if (!channels) return true
    for (let i = 0; i < length; i++) {
      let sum = 0
      for (let channel = 0; channel < channels.length; channel++) sum += channels[channel]?.[i] ?? 0
      this.keep(sum / channels.length)
    }
    return true
  }

  private keep(sample: number): void {
    this.batch[this.filled++] = sample
    this.peak = Math.max(this.peak, Math.abs(sample))
    this.squares += sample * sample
    if (this.filled === this.batchLength) this.send()
  }

  private send(): void {
    if (this.filled === 0) return
    const samples = this.filled === this.batchLength ? this.batch : this.batch.slice(0, this.filled)
    this.post({ type: 'batch', samples, peak: this.peak, rms: Math.sqrt(this.squares / this.filled) }, [samples.buffer])
    this.batch = new Float32Array(this.batchLength)
    this.filled = 0
    this.peak = 0
    this.squares = 0
  }

  private post(message: FromRecording, transfer: Transferable[]): void {
    this.port.postMessage(message, transfer)
  }
}
