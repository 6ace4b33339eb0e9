import { recordingWorkletUrl } from '../../workers/addresses'
import { MynaError } from '../shared/protocol/errors'
import { RECORDING_PROCESSOR, type FromRecording, type RecordedBatch, type ToRecording } from '../shared/protocol/recording'
import { startContext } from './start-context'

/** The last batch comes within a quantum; a device that is gone may never run one more. */
const FLUSH_TIMEOUT_MS = 500

/** PCM that flows out of a stream, at the rate of the device. */
export interface Capture {
  readonly sampleRate: number
  /** Resolves once the last batch was handed over, or after half a second without an answer. */
  flush(): Promise<void>
  close(): Promise<void>
}

export type OpenCapture = (
  stream: MediaStream,
  onBatch: (batch: RecordedBatch, sampleRate: number) => void,
  onFailure: (error: MynaError) => void,
) => Promise<Capture>

/** Taps a microphone. None of it is heard. Errors: `microphone-failed`. The stream stays the caller's. */
export const openCapture: OpenCapture = async (stream, onBatch, onFailure) => {
  const context = new AudioContext()
  try {
    await context.audioWorklet.addModule(recordingWorkletUrl)
    const source = context.createMediaStreamSource(stream)
    const node = new AudioWorkletNode(context, RECORDING_PROCESSOR, { numberOfInputs: 1, outputChannelCount: [1] })
    let onFlushed: () => void = () => undefined
    node.port.onmessage = ({ data }: MessageEvent<FromRecording>) => {
      if (data.type === 'batch') onBatch(data, context.sampleRate)
      else onFlushed()
    }
    node.onprocessorerror = () => {
      onFailure(new MynaError('microphone-failed', 'the recording processor stopped with an error'))
    }
    source.connect(node)
    // The processor writes nothing to its output; only nodes on a way to the destination run everywhere.
    node.connect(context.destination)
    await startContext(context, 'microphone-failed')
    return {
      sampleRate: context.sampleRate,
      flush() {
        return new Promise((resolve) => {
          const timer = setTimeout(resolve, FLUSH_TIMEOUT_MS)
          onFlushed = () => {
            clearTimeout(timer)
            resolve()
          }
          node.port.postMessage({ type: 'flush' } satisfies ToRecording)
        })
      },
      async close() {
        source.disconnect()
        node.disconnect()
        await context.close()
      },
    }
  } catch (thrown) {
    await context.close()
    throw thrown
  }
}
