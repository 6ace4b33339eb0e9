import type { EngineCall } from '../../voice-engine'
import type { FollowedHeads, TextWeights } from './text-attention'

/**
 * What a language model knows after it has heard a voice: per layer the rows of its KV cache that were written.
 * Immutable; every chunk starts from a copy of it.
 */
export interface VoiceState {
  /** Positions that the voice takes up. */
  readonly positions: number
  /** [2, positions, key heads, width] per cache, in the configuration's order: 0 keys after rotation, 1 values. */
  readonly caches: readonly Float32Array[]
}

/** One frame of 80 ms to come. */
export interface Frame {
  /** Above the model's threshold the speech has ended. */
  readonly endLogit: number
  /** Of the heads that were to be followed; absent where the model cannot tell. */
  readonly textWeights?: readonly TextWeights[]
  /** The frame's latent, [latent_dim], which may be computed only now. */
  latent(): Promise<Float32Array>
}

/** How a frame's latent is sampled. */
export interface FrameSampling {
  /** [latent_dim]: where the flow starts. Only read. */
  readonly noise: Float32Array
  /** Steps of the flow, 1 to 4; what they mean depends on its kind. */
  readonly steps: number
  /** Heads whose attention to the text is wanted; absent where none is. */
  readonly follow?: FollowedHeads
}

/** One stretch of positions under construction: voice, then text, then frames. */
export interface SpeechRun {
  /** Positions filled so far. */
  readonly positions: number
  /**
   * Adds embeddings, [n, conditioning_dim] flat. `yieldPoint` is awaited now and then where the work can be interrupted; a
   * run that it ended by throwing is of no more use. Errors: `position-budget-exceeded` (nothing is added).
   */
  prefill(embeddings: Float32Array, yieldPoint?: EngineCall['yieldPoint']): Promise<void>
  /** Adds the latent before (NaN: the start of speech) and tells the next. Errors: `position-budget-exceeded`. */
  next(previous: Float32Array, sampling: FrameSampling, timings: EngineCall['timings']): Promise<Frame>
  /** What has been heard so far; the run can go on. */
  voiceState(): Promise<VoiceState>
  /** Nothing more will be asked of it: what it holds may go. */
  end(): void
}

/** Language model and flow together: text and a voice in, latents out. */
export interface SpeechModel {
  /** Most positions one run can have. */
  readonly maxPositions: number
  /** Text embeddings, [ids.length, conditioning_dim] flat. */
  embed(ids: readonly number[]): Promise<Float32Array>
  /** Starts a run after `voice` that can grow to `positions`. Errors: `position-budget-exceeded`, `model-mismatch`. */
  start(voice: VoiceState | null, positions: number): SpeechRun
}
