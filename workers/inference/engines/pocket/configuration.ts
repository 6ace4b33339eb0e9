/** A transformer of the codec, as far as its weights do not tell. */
export interface TransformerSizes {
  readonly layers: number
  readonly heads: number
}

/** The language model's transformer, as far as its weights do not tell. */
export interface LanguageModelSizes {
  readonly heads: number
  readonly headWidth: number
  /** Number of each cache's layer, in the order in which a prepared voice keeps the caches. */
  readonly layers: readonly number[]
}

/** What a Pocket model is, beside its weights: rates, sizes, and how it wants its text. */
export interface PocketConfiguration {
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
  /** Semicolons are read as commas. */
  readonly removeSemicolons: boolean
  /** Frames after the announced end; null leaves it to the text's length. */
  readonly framesAfterEnd: number | null
  readonly maxTokensPerChunk: number
}

/** All sizes of the language model. */
export type SpeechShape = LanguageModelSizes & Pick<PocketConfiguration, 'latentDim' | 'width' | 'maxPositions'>
