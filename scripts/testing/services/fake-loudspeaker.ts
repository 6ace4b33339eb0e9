import { createRing } from '../../../src/shared/audio/ring-buffer'
import { MynaError } from '../../../src/shared/protocol/errors'
import type { FromPlayback, PlaybackProcessorOptions, ToPlayback } from '../../../src/shared/protocol/playback'
import type { OpenPlaybackOutput, OutputListener, PlaybackOutput } from '../../../src/services/playback-output'
import { messageSink, ringSink } from '../../../src/services/sample-sink'

const QUANTUM = 128

interface Processor {
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean
}

/** What a test hands in: the real processor and the node's end of its port. */
export interface ProcessorMaker {
  make(options: { processorOptions: PlaybackProcessorOptions }): Processor
  nodePort(): { postMessage(data: unknown): void; onmessage: ((event: { data: unknown }) => void) | null }
}

/** An output whose audio thread is the real processor, and whose time passes only when the test says so. */
export class FakeLoudspeaker {
  /** All that was heard, from every output that was opened. */
  readonly heard: number[] = []
  opened = 0
  closed = 0
  resumed = 0
  rested = 0
  private processor: Processor | null = null
  private listener: OutputListener | null = null
  private frames = 0

  constructor(
    private readonly maker: ProcessorMaker,
    private readonly capacity: number,
    private readonly shared: boolean,
  ) {}

  readonly open: OpenPlaybackOutput = (sampleRate, listener) => {
    const ring = this.shared ? createRing(this.capacity) : null
    this.processor = this.maker.make({ processorOptions: { ring } })
    const port = this.maker.nodePort()
    const send = (message: ToPlayback) => {
      port.postMessage(message)
    }
    const sink = ring ? ringSink(ring) : messageSink(send, this.capacity)
    let epoch = 0
    port.onmessage = ({ data }) => {
      const message = data as FromPlayback
      if (message.epoch !== epoch) return
      if (message.type === 'position') sink.notePlayed(message.played)
      listener.onReport(message)
    }
    this.listener = listener
    this.opened++
    return {
      sampleRate,
      sharedMemory: this.shared,
      resume: () => {
        this.resumed++
      },
      rest: () => {
        this.rested++
      },
      write: (samples) => sink.write(samples),
      reset() {
        epoch++
        sink.raiseFence()
        send({ type: 'reset', epoch })
      },
      play() {
        send({ type: 'play' })
      },
      pause() {
        send({ type: 'pause' })
      },
      end() {
        send({ type: 'end' })
      },
      heardAtMs: (contextTime) => contextTime * 1000,
      close: () => {
        this.closed++
        this.processor = null
        return Promise.resolve()
      },
    } satisfies PlaybackOutput
  }

  /** Lets the audio thread run one quantum; nothing sounds while no output is open. */
  tick(sampleRate: number): void {
    const output = new Float32Array(QUANTUM)
    Object.assign(globalThis, { currentTime: this.frames / sampleRate })
    this.processor?.process([], [[output]])
    this.frames += QUANTUM
    for (const sample of output) this.heard.push(sample)
  }

  fail(): void {
    this.listener?.onFailure(new MynaError('playback-failed', 'unplugged'))
  }

  interrupt(): void {
    this.listener?.onInterrupted()
  }
}
