import type { Outcome } from './errors'

/** A stretch of time in seconds. */
export interface Stretch {
  readonly startSeconds: number
  readonly endSeconds: number
}

/** Where something else sounds together with the one who speaks. */
export interface Disturbances {
  readonly music: readonly Stretch[]
  /** Two people at once. */
  readonly voices: readonly Stretch[]
}

/** A recording to be listened to. */
export interface SoundRequest {
  /** Mono PCM, -1 to 1, at any level; the worker may keep it. */
  readonly samples: Float32Array
  /** Hz; brought to the model's own rate by the worker. */
  readonly sampleRate: number
}

/** A recording whose voice is to be put into numbers. */
export type EmbedRequest = SoundRequest

/** The analysis worker as seen through comlink. Calls run one after another; what listens stays open between them. */
export interface AnalysisApi {
  /**
   * Whose voice this is, as a vector of 128 numbers with norm 1: see `speakerSimilarity`. Of more than a minute, three
   * parts of 20 s are heard. Errors: `prompt-too-short` (less than a second), `model-not-found`, `model-invalid`,
   * `inference-failed`, `out-of-memory`.
   */
  embedSpeech(request: EmbedRequest): Promise<Outcome<Float32Array>>
  /**
   * The voice as another ear hears it, which nothing is chosen or fitted with: a vector of 64 numbers with norm 1, for `toldLikeness`.
   * Errors: `prompt-too-short` (less than a second), `model-not-found`, `model-invalid`, `inference-failed`.
   */
  hearVoice(request: SoundRequest): Promise<Outcome<Float32Array>>
  /**
   * How likely somebody speaks, 0 to 1, in each whole frame of 32 ms. All of it is heard: send long recordings in pieces.
   * Errors: `model-not-found`, `model-invalid`, `inference-failed`, `out-of-memory`.
   */
  findSpeech(request: SoundRequest): Promise<Outcome<Float32Array>>
  /**
   * Where music or a second voice sounds together with whoever speaks. A minute at most. Errors: `inference-failed`,
   * `out-of-memory`.
   */
  findDisturbances(request: SoundRequest): Promise<Outcome<Disturbances>>
  /**
   * The recording without the noise behind the voice: as many samples at the same rate, the voice at its level. Errors:
   * `model-not-found`, `model-invalid`, `inference-failed`, `out-of-memory`.
   */
  suppressNoise(request: SoundRequest): Promise<Outcome<Float32Array>>
}
