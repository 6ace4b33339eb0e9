import playbackWorkletUrl from './playback/playback.worklet.ts?worker&url'
import recordingWorkletUrl from './recording/recording.worklet.ts?worker&url'
import voiceEncoderUrl from './inference/engines/kokoro/voice-encoder.safetensors?url'
import secondEarUrl from './analysis/second-ear.safetensors?url'
import speakerEncoderUrl from './speaker-encoder/speaker-encoder.onnx?url'

/** All that the page knows of the other threads' code: how each is started, and which of its files to keep for offline use. */

export const spawnInferenceWorker = (): Worker =>
  new Worker(new URL('./inference/inference.worker.ts', import.meta.url), { type: 'module', name: 'myna-inference' })

/** Another of the same, so that a voice can be learned while the first one speaks. */
export const spawnLearningWorker = (): Worker =>
  new Worker(new URL('./inference/inference.worker.ts', import.meta.url), { type: 'module', name: 'myna-learning' })

export const spawnModelsWorker = (): Worker =>
  new Worker(new URL('./models/models.worker.ts', import.meta.url), { type: 'module', name: 'myna-models' })

export const spawnAnalysisWorker = (): Worker =>
  new Worker(new URL('./analysis/analysis.worker.ts', import.meta.url), { type: 'module', name: 'myna-analysis' })

export const spawnTranscriptionWorker = (): Worker =>
  new Worker(new URL('./transcription/transcription.worker.ts', import.meta.url), { type: 'module', name: 'myna-transcription' })

export const spawnGpuTestWorker = (): Worker =>
  new Worker(new URL('./gpu-test/gpu-test.worker.ts', import.meta.url), { type: 'module', name: 'myna-gpu-test' })

export const spawnExportWorker = (): Worker =>
  new Worker(new URL('./export/export.worker.ts', import.meta.url), { type: 'module', name: 'myna-export' })

export const spawnDocumentsWorker = (): Worker =>
  new Worker(new URL('./documents/documents.worker.ts', import.meta.url), { type: 'module', name: 'myna-documents' })

export { playbackWorkletUrl, recordingWorkletUrl, secondEarUrl, speakerEncoderUrl, voiceEncoderUrl }
