import sileroUrl from '@ricky0123/vad-web/dist/silero_vad_v6.onnx?url'
import rnnoiseUrl from '@shiguredo/rnnoise-wasm?url'
import * as Comlink from 'comlink'
import { MynaError } from '../../src/shared/protocol/errors'
import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { openedOnce } from './single-opening'
import { startRuntime } from '../runtime/ort-runtime'
import { createRunQueue } from '../runtime/run-queue'
import { createSessionFactory, type Session } from '../runtime/session'
import { createAnalysisService } from './analysis-service'
import { fetchAsset } from '../runtime/fetch-asset'
import { createNoiseSuppressor, type NoiseSuppressor } from './noise-suppressor'
import { createSpeakerEncoder } from '../speaker-encoder/speaker-encoder'
import { readSpeakerEncoder } from '../speaker-encoder/speaker-encoder-graph'
import { createSecondEar } from './second-ear'
import { parseSecondEar } from './second-ear-weights'
import secondEarUrl from './second-ear.safetensors?url'
import { createSpeechDetector } from './speech-detector'

declare const self: DedicatedWorkerGlobalScope

/** One thread: a second of speech takes about 15 ms, and the other cores may be speaking. */
const sessionFactory = openedOnce(async () => createSessionFactory((await startRuntime({ threads: 1 })).ort, createRunQueue(), 'wasm'))

async function openSession(reading: Promise<ArrayBuffer>): Promise<Session> {
  const [create, graph] = await Promise.all([sessionFactory(), reading])
  return create(graph)
}

/** A script of five megabytes, its network inside: loaded when somebody wants it. */
async function openSuppressor(): Promise<NoiseSuppressor> {
  const url = new URL(rnnoiseUrl, self.location.href).href
  try {
    const { Rnnoise } = (await import(/* @vite-ignore */ url)) as typeof import('@shiguredo/rnnoise-wasm')
    return createNoiseSuppressor(await Rnnoise.load())
  } catch (thrown) {
    throw new MynaError('model-download-failed', `${url}: ${String(thrown)}`, { cause: thrown })
  }
}

// As in the inference worker: a thread of the runtime must not serve calls.
if (!self.name.startsWith('em-pthread')) {
  Comlink.expose(
    createAnalysisService({
      openEncoder: async () => createSpeakerEncoder(await openSession(readSpeakerEncoder())),
      openSecondEar: async () => createSecondEar(parseSecondEar(await fetchAsset(secondEarUrl))),
      openDetector: async () => createSpeechDetector(await openSession(fetchAsset(sileroUrl))),
      openSuppressor,
    }),
  )
  holdLifeLock(self)
}
