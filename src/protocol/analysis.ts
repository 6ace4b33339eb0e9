import type { Outcome } from './errors'

/** A recording whose voice is to be put into numbers. */
export interface EmbedRequest {
  /** Mono PCM, -1 to 1, at any level; the worker may keep it. */
  readonly samples: Float32Array
  /** Hz; brought to the encoder's own rate by the worker. */
  readonly sampleRate: number
}

/** The analysis worker as seen through comlink. Calls run one after another; the encoder stays open between them. */
export interface AnalysisApi {
  /**
   * Whose voice this is, as a vector of 128 numbers with norm 1: see `speakerSimilarity`. Of more than a minute, three
   * parts of 20 s are heard. Errors: `prompt-too-short` (less than a second), `model-not-found`, `model-invalid`,
   * `inference-failed`, `out-of-memory`.
   */
  embedSpeech(request: EmbedRequest): Promise<Outcome<Float32Array>>
}
