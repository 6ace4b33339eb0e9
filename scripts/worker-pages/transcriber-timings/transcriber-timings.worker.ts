import { startRuntime } from '../../../workers/runtime/ort-runtime'
import { timeTranscriber, type TranscriberRequest } from './transcriber-timings'

declare const self: DedicatedWorkerGlobalScope

// A thread of the runtime must not serve requests.
if (!self.name.startsWith('em-pthread')) {
  self.onmessage = ({ data }: MessageEvent<TranscriberRequest>) => {
    startRuntime({ threads: data.threads }).then(() => timeTranscriber(data)).then(
      (result) => { self.postMessage({ result }) },
      (thrown: unknown) => { self.postMessage({ error: String(thrown) }) },
    )
  }
}
