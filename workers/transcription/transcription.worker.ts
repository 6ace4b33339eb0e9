import * as Comlink from 'comlink'
import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { openModelFiles } from '../../src/shared/storage/model-files'
import { startRuntime } from '../runtime/ort-runtime'
import { createTranscriptionService, type LoadTranscriber } from './transcription-service'

declare const self: DedicatedWorkerGlobalScope

/** Whisper's rate (Radford et al. 2022, section 2.2). */
const SAMPLE_RATE = 16_000

/** The runtime's addresses must be set before transformers.js is evaluated, or it would point them at a public host. */
const loadTranscriber: LoadTranscriber = async (files) => {
  await startRuntime({ threads: 0 })
  const { loadWhisper } = await import('./whisper')
  return loadWhisper(files)
}

// As in the inference worker: a thread of the runtime must not serve calls.
if (!self.name.startsWith('em-pthread')) {
  Comlink.expose(createTranscriptionService({ openFiles: openModelFiles, loadTranscriber, sampleRate: SAMPLE_RATE }))
  holdLifeLock(self)
}
