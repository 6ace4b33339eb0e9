import type { Outcome } from './errors'
import type { Progress } from './inference'
import type { ModelPack } from './model-pack'
import type { TimedWord } from './timed-word'

/** A recording to be written down. */
export interface TranscribeRequest {
  /** A Whisper pack that is kept on this device. */
  readonly pack: ModelPack
  /** Mono PCM, -1 to 1; the worker may keep it. */
  readonly samples: Float32Array
  /** Hz; brought to Whisper's own rate by the worker. */
  readonly sampleRate: number
  /** BCP 47, or null to find it out from the sound. */
  readonly language: string | null
}

/** What was heard. Nothing heard is an empty text. */
export interface Heard {
  readonly text: string
  /** The language asked for, or the one found out: a BCP 47 primary tag. */
  readonly language: string
  /** As Whisper writes them, in order, inside the recording. */
  readonly words: readonly TimedWord[]
}

/**
 * The transcription worker as seen through comlink. Calls run one after another; the model stays loaded between them.
 * A call cannot be interrupted from inside: whoever wants to stop ends the worker.
 */
export interface TranscriptionApi {
  /**
   * Errors: `model-missing` and the other codes of damaged files, `model-invalid`, `out-of-memory`,
   * `transcription-failed`.
   */
  transcribe(request: TranscribeRequest, onProgress: (progress: Progress) => void): Promise<Outcome<Heard>>
}
