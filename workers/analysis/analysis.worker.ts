import * as Comlink from 'comlink'
import { MynaError } from '../../src/protocol/errors'
import { holdLifeLock } from '../../src/protocol/life-lock'
import { startRuntime } from '../inference/ort-runtime'
import { createRunQueue } from '../inference/run-queue'
import { createSessionFactory } from '../inference/session'
import { createAnalysisService } from './analysis-service'
import { createSpeakerEncoder, type SpeakerEncoder } from './speaker-encoder'
import encoderUrl from './speaker-encoder.onnx?url'

declare const self: DedicatedWorkerGlobalScope

/** Part of the build: the service worker keeps it from its first use on. */
async function fetchGraph(): Promise<ArrayBuffer> {
  const url = new URL(encoderUrl, self.location.href).href
  const response = await fetch(url).catch((thrown: unknown) => {
    throw new MynaError('model-download-failed', `${url}: ${String(thrown)}`, { cause: thrown })
  })
  if (!response.ok) throw new MynaError('model-not-found', `${url}: HTTP ${response.status}`)
  return response.arrayBuffer()
}

/** One thread: a second of speech takes about 15 ms, and the other cores may be speaking. */
async function openEncoder(): Promise<SpeakerEncoder> {
  const [{ ort }, graph] = await Promise.all([startRuntime({ threads: 1 }), fetchGraph()])
  return createSpeakerEncoder(await createSessionFactory(ort, createRunQueue(), 'wasm')(graph))
}

// As in the inference worker: a thread of the runtime must not serve calls.
if (!self.name.startsWith('em-pthread')) {
  Comlink.expose(createAnalysisService(openEncoder))
  holdLifeLock(self)
}
