import type { Session } from '../../../../runtime/session'
import type { EngineCall } from '../../voice-engine'
import type { LanguageModel } from '../published/language-model'
import { sampleLatent } from '../published/latent-sampler'
import type { VoiceState } from '../published/lm-state'

/** One frame of 80 ms to come. */
export interface Frame {
  /** Above -4 the speech has ended. */
  readonly endLogit: number
  /** The frame's latent, [latent_dim], which may be computed only now. */
  latent(): Promise<Float32Array>
}

/** How a frame's latent is sampled. */
export interface FrameSampling {
  /** [latent_dim]: where the flow starts. Only read. */
  readonly noise: Float32Array
  /** Steps of the flow, 1 to 4. */
  readonly steps: number
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

/** The published arrangement: the flow is a graph of its own that runs after each step of the language model. */
export function speakWithFlow(languageModel: LanguageModel, flow: Session): SpeechModel {
  return {
    maxPositions: languageModel.maxPositions,
    embed: (ids) => languageModel.embed(ids),
    start(voice, positions) {
      const run = languageModel.start(voice, positions)
      return {
        get positions() {
          return run.positions
        },
        prefill: (embeddings) => run.prefill(embeddings),
        async next(previous, { noise, steps }, timings) {
          const { conditioning, endLogit } = await timings.time('lm', 1, () => run.step(previous))
          return { endLogit, latent: () => timings.time('flow', 1, () => sampleLatent(flow, conditioning, noise, steps)) }
        },
        voiceState: () => Promise.resolve(run.voiceState()),
        end: () => undefined,
      }
    },
  }
}
