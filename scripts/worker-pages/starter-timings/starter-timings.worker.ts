import { MynaError } from '../../../src/shared/protocol/errors'
import { readStyleTable } from '../../../workers/inference/engines/kokoro/style-table'
import { timeKernels } from './kernel-timings'
import { timeRuntime } from './runtime-timings'
import type { StarterTimingRequest } from './starter-timings'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<StarterTimingRequest>) => {
  measure(data).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: String(thrown) }) },
  )
}

async function measure({ graphUrl, tableUrl, ...asked }: StarterTimingRequest) {
  const reading = { ...asked, graph: await read(graphUrl), table: readStyleTable(await read(tableUrl)) }
  return asked.way === 'runtime' ? timeRuntime(reading) : timeKernels(reading)
}

async function read(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url)
  if (!response.ok) throw new MynaError('model-missing', url)
  return response.arrayBuffer()
}
