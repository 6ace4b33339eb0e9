import { loadKernelTeam } from '../../../workers/kernels/kernel-loader'
import { fitPerson, type PersonRequest } from './person-fit'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<PersonRequest>) => {
  loadKernelTeam(data.threads).then((team) => fitPerson(team, data)).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ''}` : String(thrown) }) },
  )
}
