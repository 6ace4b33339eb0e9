import { loadKernels } from '../../../workers/kernels/kernel-loader'
import { measureKernelRates, type RateRequest } from './kernel-rates'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<RateRequest>) => {
  loadKernels().then((kernels) => measureKernelRates(kernels, data)).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: String(thrown) }) },
  )
}
