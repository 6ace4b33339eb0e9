import { loadKernelTeam } from '../../../workers/kernels/kernel-loader'
import { timeStages, type StageRequest } from './starter-stages'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<StageRequest>) => {
  loadKernelTeam(data.threads).then((team) => timeStages(team, data)).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: String(thrown) }) },
  )
}
