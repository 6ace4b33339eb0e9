import { MynaError } from '../../../src/shared/protocol/errors'
import { loadKernels } from '../../../workers/kernels/kernel-loader'
import { startRuntime } from '../../../workers/runtime/ort-runtime'
import { createRunQueue } from '../../../workers/runtime/run-queue'
import { createSessionFactory } from '../../../workers/runtime/session'
import { timeGraphs, type TimingRequest } from './graph-timings'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<TimingRequest>) => {
  measure(data).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: String(thrown) }) },
  )
}

async function measure({ bundleUrl, files, threads }: TimingRequest) {
  const { ort } = await startRuntime({ threads })
  const read = async (path: string) => {
    const response = await fetch(bundleUrl + path)
    if (!response.ok) throw new MynaError('model-missing', path)
    return response.arrayBuffer()
  }
  const blob = async (path: string) => new Blob([await read(path)])
  const createSession = createSessionFactory(ort, createRunQueue(), 'wasm')
  return timeGraphs({ files: { read, blob, has: (path) => files.includes(path) }, createSession, loadKernels })
}
