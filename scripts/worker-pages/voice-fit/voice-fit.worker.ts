import { loadKernelTeam } from '../../../workers/kernels/kernel-loader'
import { tryFit, type FitRequest } from './voice-fit'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<FitRequest>) => {
  loadKernelTeam(data.threads).then((team) => tryFit(team, data)).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ''}` : String(thrown) }) },
  )
}
