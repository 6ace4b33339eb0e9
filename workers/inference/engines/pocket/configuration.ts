import type { FlowKind, SpeechSizes } from '../../../formats/checkpoint/pocket-sizes'
import type { SpeakingTraits } from './text/speaking-rules'

/** A transformer of the codec, as far as its weights do not tell. `context`: positions that each sees, itself included. */
export interface TransformerSizes {
  readonly layers: number
  readonly heads: number
  readonly context: number
}

/** The language model and its flow, as far as their weights do not tell. */
export interface LanguageModelSizes {
  readonly headWidth: number
  /** Undefined where the weights tell. */
  readonly kind?: FlowKind | undefined
  /** Number of each cache's layer, in the order in which a prepared voice keeps the caches. */
  readonly layers: readonly number[]
}

/** What a Pocket model is, beside its weights: rates, sizes, and how it wants its text. */
export interface PocketConfiguration extends SpeakingTraits {
  /** Samples and frames per second. */
  readonly sampleRate: number
  readonly frameRate: number
  readonly samplesPerFrame: number
  /** Values of a frame's latent, and of a position of the language model. */
  readonly latentDim: number
  readonly width: number
  /** Most positions that the language model looks back on. */
  readonly maxPositions: number
  /** Null where the files say it in an unknown way: nothing but their own graphs can run them then. */
  readonly languageModel: LanguageModelSizes | null
  readonly codec: { readonly encoder: TransformerSizes; readonly decoder: TransformerSizes } | null
  readonly maxTokensPerChunk: number
}

/** All sizes of a language model with its flow, as its kernels need them. */
export interface SpeechShape extends SpeechSizes, Pick<PocketConfiguration, 'maxPositions'> {
  /** As {@link LanguageModelSizes.layers}. */
  readonly cacheLayers: readonly number[]
}
