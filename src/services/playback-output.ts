import { playbackWorkletUrl } from '../../workers/addresses'
import { createRing } from '../shared/audio/ring-buffer'
import { MynaError, toMynaError } from '../shared/protocol/errors'
import { sharesMemory } from '../shared/protocol/shared-memory'
import { PLAYBACK_PROCESSOR, type FromPlayback, type PlaybackProcessorOptions, type ToPlayback } from '../shared/protocol/playback'
import { performanceTimeOf } from './output-clock'
import { messageSink, ringSink } from './sample-sink'
import { startContext } from './start-context'

/** Seconds that lie ready on the audio thread's side: a main thread that is stuck for less is never heard. */
const CAPACITY_SECONDS = 16

/** What an output reports; reports from before the latest reset are kept from the listener. */
export interface OutputListener {
  onReport(message: FromPlayback): void
  /** The output is dead or mute (`playback-failed`); it is to be closed. */
  onFailure(error: MynaError): void
  /** The system took the sound away (a call, another app). */
  onInterrupted(): void
}

/** One loudspeaker at one sample rate. Commands may be given before it is ready. */
export interface PlaybackOutput {
  readonly sampleRate: number
  readonly sharedMemory: boolean
  /** Lets sound out; call inside a gesture, but for what was only resting. */
  resume(): void
  /** Stops the clock of an output that is silent for now: it costs a tenth of a processor even so. */
  rest(): void
  /** Takes as many samples as fit, from the first one, and returns how many. */
  write(samples: Float32Array): number
  /** Forgets what was written and falls silent until `play`. */
  reset(): void
  play(): void
  pause(): void
  /** Nothing more will be written before the next reset. */
  end(): void
  /** When the sample at `contextTime` is heard, on the clock of `performance.now()`. */
  heardAtMs(contextTime: number): number
  close(): Promise<void>
}

export type OpenPlaybackOutput = (sampleRate: number, listener: OutputListener) => PlaybackOutput

/**
 * Opens the loudspeaker. The context is made synchronously, since it counts as started by a gesture only inside it;
 * the worklet follows. The browser resamples from `sampleRate` to what the device takes.
 */
export const openPlaybackOutput: OpenPlaybackOutput = (sampleRate, listener) => {
  const context = new AudioContext({ sampleRate, latencyHint: 'balanced' })
  const capacity = CAPACITY_SECONDS * sampleRate
  const ring = sharesMemory() ? createRing(capacity) : null
  const sink = ring ? ringSink(ring) : messageSink(send, capacity)
  const waiting: { message: ToPlayback; transfer: Transferable[] }[] = []
  let node: AudioWorkletNode | null = null
  let epoch = 0
  let running = false
  let resting = false

  function send(message: ToPlayback, transfer: Transferable[] = []): void {
    if (node) node.port.postMessage(message, transfer)
    else waiting.push({ message, transfer })
  }

  async function connect(): Promise<void> {
    await context.audioWorklet.addModule(playbackWorkletUrl)
    const processorOptions: PlaybackProcessorOptions = { ring }
    node = new AudioWorkletNode(context, PLAYBACK_PROCESSOR, {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions,
    })
    node.port.onmessage = ({ data }: MessageEvent<FromPlayback>) => {
      if (data.epoch !== epoch) return
      if (data.type === 'position') sink.notePlayed(data.played)
      listener.onReport(data)
    }
    node.onprocessorerror = () => {
      listener.onFailure(new MynaError('playback-failed', 'the playback processor stopped with an error'))
    }
    node.connect(context.destination)
    for (const { message, transfer } of waiting.splice(0)) node.port.postMessage(message, transfer)
  }

  context.addEventListener('statechange', () => {
    if (running && !resting && context.state !== 'running' && context.state !== 'closed') listener.onInterrupted()
    running = context.state === 'running'
  })
  connect().catch((thrown: unknown) => {
    if (context.state !== 'closed') listener.onFailure(toMynaError(thrown, 'playback-failed'))
  })

  return {
    sampleRate,
    sharedMemory: ring !== null,
    resume() {
      if (context.state === 'running' && !resting) return
      startContext(context, 'playback-failed').then(
        () => { resting = false },
        (thrown: unknown) => {
          if (context.state !== 'closed') listener.onFailure(toMynaError(thrown, 'playback-failed'))
        },
      )
    },
    rest() {
      if (context.state !== 'running') return
      resting = true
      // It fails where the context is being closed.
      context.suspend().catch(() => undefined)
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
    heardAtMs: (contextTime) => performanceTimeOf(context, contextTime),
    async close() {
      running = false
      node?.disconnect()
      if (context.state !== 'closed') await context.close()
    },
  }
}
