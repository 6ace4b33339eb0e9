import * as ort from 'onnxruntime-node'
import { createRunQueue } from '../workers/inference/run-queue'
import { createSessionFactory, type CreateSession } from '../workers/inference/session'

// Comes with @huggingface/transformers; more than twice as fast as the WebAssembly build where hours are rendered.
const createSession = createSessionFactory(ort, createRunQueue(), 'wasm')

/** Sessions of ONNX Runtime's native build, on one thread, for scripts. */
export const createNativeSession: CreateSession = (bytes) =>
  createSession(bytes, { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1 })
