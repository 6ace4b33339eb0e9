import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as ort from 'onnxruntime-web/wasm'
import { createYieldPoint } from '../../src/shared/threads/yield-point'
import { createKokoroEngine } from '../../workers/inference/engines/kokoro/kokoro-engine'
import type { EngineCall, EngineFiles, VoiceEngine } from '../../workers/inference/engines/voice-engine'
import { createRunQueue } from '../../workers/runtime/run-queue'
import { createSessionFactory, type CreateSession } from '../../workers/runtime/session'
import { createStageClock } from '../../workers/inference/stage-clock'
import { loadNodeTeam } from '../fixtures/node-kernels'
import { readStarterPack, starterFolder } from '../app/fetch-starter-model'

const encoderPath = fileURLToPath(new URL('../../workers/speaker-encoder/speaker-encoder.onnx', import.meta.url))
const voiceEncoderPath = fileURLToPath(new URL('../../workers/inference/engines/kokoro/voice-encoder.safetensors', import.meta.url))

/** Prepared voices carry it; any constant does, since nothing here is kept. */
export const NODE_PACK_KEY = 'starter-in-node'

/** The fetched starter pack as the engine reads it. */
export const starterFiles: EngineFiles = {
  async read(path) {
    const bytes = await readFile(join(starterFolder, path))
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  },
  blob: async (path) => new Blob([await readFile(join(starterFolder, path))]),
  has: () => true,
}

/** Sessions of the browser's own runtime, in Node. One thread: with more it fetches its own source, which Node cannot. */
async function nodeSessions(): Promise<CreateSession> {
  const wasm = await readFile(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
  // Given as bytes: Node's fetch does not read files.
  ort.env.wasm.wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)
  ort.env.wasm.numThreads = 1
  return createSessionFactory(ort, createRunQueue(), 'wasm')
}

/** The speaker encoder's graph, from the sources. */
export async function readSpeakerEncoder(): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(encoderPath)).buffer
}

/** How an engine in Node is opened. */
interface NodeEngineOptions {
  readonly threads?: number
  /** False where voices are not to be brought nearer by the encoder. */
  readonly encodes?: boolean
}

/** The starter engine in Node, on the fetched model. The caller releases it. */
export async function openStarterEngine({ threads = 1, encodes = true }: NodeEngineOptions = {}): Promise<VoiceEngine> {
  return createKokoroEngine({
    pack: await readStarterPack(),
    packKey: NODE_PACK_KEY,
    files: starterFiles,
    createSession: await nodeSessions(),
    loadKernelTeam: () => loadNodeTeam(threads, 'relaxed'),
    readSpeakerEncoder,
    ...(encodes && { readVoiceEncoder: async () => new Uint8Array(await readFile(voiceEncoderPath)).buffer }),
    onProgress: () => undefined,
  })
}

/** A call that nobody cancels unless `signal` fires. */
export function engineCall(signal: AbortSignal = new AbortController().signal): EngineCall {
  return { signal, yieldPoint: createYieldPoint(signal), onProgress: () => undefined, timings: createStageClock() }
}
