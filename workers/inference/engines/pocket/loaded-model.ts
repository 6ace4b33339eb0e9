import type { Random } from '../../../../src/shared/audio/random'
import type { ExecutionProvider, PartProcessor, SpeakSettings, Stage } from '../../../../src/shared/protocol/engine'
import type { EngineCall } from '../voice-engine'
import type { BundleTraits } from './published/bundle'
import type { GenerationEnd } from './language-model/generation-loop'
import type { VoiceState } from './published/lm-state'
import type { SoundInTheMaking } from './sound-queue'
import type { PlannedChunk } from './text/speech-plan'
import type { Tokenizer } from './text/tokenizer'

/**
 * A model that can hear a voice and speak with it, whatever graphs it is made of: stages of their own
 * (`staged-model.ts`) or one that does everything at once (`fused/fused-model.ts`).
 */
export interface LoadedModel {
  readonly bundle: BundleTraits
  readonly tokenizer: Tokenizer
  /** In words: how the graphs run at present. */
  readonly graphs: string
  /** What they can run on. */
  readonly executionProviders: readonly ExecutionProvider[]
  /** Where the parts run that the GPU was tried for. Absent where none was. */
  readonly processors?: readonly PartProcessor[]
  /** Where a stage runs at present; absent where it can only be the CPU. */
  processorOf?(stage: Stage): ExecutionProvider
  /**
   * Encodes a prompt at the bundle's rate to what the language model hears, [n, conditioning_dim] flat: the row that
   * announces a voice, where the model has one, then a row per started frame. The encoder is loaded for this and
   * released. Errors: `model-mismatch`, `out-of-memory`, `aborted`.
   */
  encodeVoice(samples: Float32Array, call: EngineCall): Promise<Float32Array>
  /** Runs the language model over the rows of a voice. Errors: `position-budget-exceeded`, `aborted`. */
  listen(rows: Float32Array, call: Pick<EngineCall, 'yieldPoint'>): Promise<VoiceState>
  /**
   * Speaks one chunk from a copy of the voice's state. Yields after every frame of latents: a block of sound that is now
   * being made, or null, so that whoever iterates can pass on what is finished meanwhile. Ends within one frame of a
   * cancel. Errors: `position-budget-exceeded`, `aborted`; those of the blocks come with them.
   */
  speakChunk(
    chunk: PlannedChunk,
    voice: VoiceState,
    settings: SpeakSettings,
    random: Random,
    call: EngineCall,
  ): AsyncGenerator<SoundInTheMaking | null, GenerationEnd, undefined>
  /** Releases every session. */
  release(): Promise<void>
}
