import { MynaError } from '../../../src/shared/protocol/errors'
import { openKernelEncoder } from '../../../workers/inference/engines/pocket/codec/encoding'
import { createKernelDecoder } from '../../../workers/inference/engines/pocket/codec/kernel-decoder'
import { createKernelSpeechModel } from '../../../workers/inference/engines/pocket/language-model/kernel-speech-model'
import { openPocketSource } from '../../../workers/inference/engines/pocket/pocket-reader'
import type { PocketSource } from '../../../workers/inference/engines/pocket/pocket-source'
import { openPublishedDecoder } from '../../../workers/inference/engines/pocket/published/decoder'
import { openPublishedEncoder } from '../../../workers/inference/engines/pocket/published/encoder'
import type { GraphContext } from '../../../workers/inference/engines/pocket/published/graphs'
import { openPublishedSpeech } from '../../../workers/inference/engines/pocket/published/speech-model'
import { openTextConditioner } from '../../../workers/inference/engines/pocket/published/text-conditioner'
import { createTextTable } from '../../../workers/inference/engines/pocket/text/text-table'
import { loadKernels } from '../../../workers/kernels/kernel-loader'
import { startRuntime } from '../../../workers/runtime/ort-runtime'
import { createRunQueue } from '../../../workers/runtime/run-queue'
import { createSessionFactory } from '../../../workers/runtime/session'
import { runOfficialStages, type ParityRequest, type Stages, type Vectors } from './official-stages'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<ParityRequest>) => {
  answer(data).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: String(thrown) }) },
  )
}

async function answer({ bundleUrl, files, way, inputs }: ParityRequest): Promise<Vectors> {
  const read = async (path: string) => {
    const response = await fetch(bundleUrl + path)
    if (!response.ok) throw new MynaError('model-missing', path)
    return response.arrayBuffer()
  }
  const blob = async (path: string) => new Blob([await read(path)])
  const context = { files: { read, blob, has: (path: string) => files.includes(path) } }
  const source = await openPocketSource(context.files)
  if (way === 'kernels') return runOfficialStages(await onKernels(source), inputs)
  const { ort } = await startRuntime({ threads: 1 })
  return runOfficialStages(await asPublished({ ...context, createSession: createSessionFactory(ort, createRunQueue(), 'wasm') }, source), inputs)
}

async function asPublished(context: GraphContext, { bundle, read }: PocketSource): Promise<Stages> {
  if (bundle === null) throw new MynaError('model-missing', 'no graphs')
  const text = await openTextConditioner(context, bundle)
  return {
    speech: (await openPublishedSpeech(context, bundle, (await read('language-model')).graphs, text.value)).value,
    startDecoder: (await openPublishedDecoder(context, bundle)).value,
    encoder: (await openPublishedEncoder(context, bundle)).value,
  }
}

async function onKernels({ configuration, read, readTextTable }: PocketSource): Promise<Stages> {
  const table = await readTextTable()
  if (table === null || configuration.codec === null) throw new MynaError('model-mismatch', 'the structure is not the known one')
  const [speech, decoder] = [await read('language-model'), await read('codec-decoder')]
  return {
    speech: createKernelSpeechModel({ kernels: await loadKernels(), weights: speech.weights(), configuration, embed: createTextTable(table) }),
    startDecoder: createKernelDecoder(await loadKernels(), decoder.weights(), configuration.codec.decoder),
    encoder: (await openKernelEncoder(loadKernels, configuration, await read('codec-encoder'))).value,
  }
}
