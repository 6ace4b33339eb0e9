import { serveTeam, type HelperSetup } from './kernel-team'

// A thread of a kernel team. It speaks no protocol: its owner gives it a memory, and it takes its work from there, asleep or
// computing, until the owner ends it.

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<HelperSetup>) => {
  void serveTeam(data, () => {
    self.postMessage('ready')
  })
}
