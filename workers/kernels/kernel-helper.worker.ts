import { serveTeam, type HelperSetup } from './kernel-team'

// A thread of a kernel team. It speaks no protocol: its owner gives it a memory, and it takes its work from there, asleep or
// computing, until the owner ends it.

declare const self: DedicatedWorkerGlobalScope

self.onmessageerror = () => {
  throw new Error('what the thread was given did not arrive')
}

self.onmessage = ({ data }: MessageEvent<HelperSetup>) => {
  serveTeam(data, () => {
    self.postMessage('ready')
  }).catch((thrown: unknown) => {
    // Of a promise that rejects in here its owner would hear nothing.
    setTimeout(() => { throw thrown })
  })
}
