/** Widths of one Pocket TTS model; the names follow the official configuration. */
export interface PocketSizes {
  /** The language model. `textRows` is one more than the tokenizer has pieces, for padding. */
  readonly lm: { readonly width: number; readonly heads: number; readonly layers: number; readonly feedForward: number; readonly textRows: number }
  /** The network of the flow. `frequencies` are those of its time embedding. */
  readonly flow: { readonly width: number; readonly depth: number; readonly frequencies: number }
  /** Values per frame that the language model makes. */
  readonly latent: number
  /** Values per frame that the codec's encoder gives for a voice; as many as a latent has, in all but the oldest models. */
  readonly inner: number
  /** The codec's convolutions. `ratios` are the decoder's upsampling steps; the encoder takes them backwards. */
  readonly seanet: { readonly filters: number; readonly dimension: number; readonly ratios: readonly number[] }
  /** The codec's transformers: each position sees the last `context`, itself included. */
  readonly mimi: { readonly heads: number; readonly layers: number; readonly feedForward: number; readonly context: number; readonly positionsPerFrame: number }
}

/** What graphs of the language model and the flow are built from. */
export interface SpeechSizes extends Pick<PocketSizes, 'flow' | 'latent'> {
  readonly lm: Omit<PocketSizes['lm'], 'textRows'>
}

/** What the graph of the codec's decoder is built from. */
export type DecoderSizes = Pick<PocketSizes, 'latent' | 'seanet' | 'mimi'>

/** What the graph of the codec's encoder is built from. */
export interface EncoderSizes extends Pick<PocketSizes, 'inner' | 'seanet' | 'mimi'> {
  readonly lm: Pick<PocketSizes['lm'], 'width'>
}

/** Samples that one latent becomes: 1920 in all models so far. */
export function samplesPerFrame({ seanet, mimi }: Pick<PocketSizes, 'seanet' | 'mimi'>): number {
  return seanet.ratios.reduce((product, ratio) => product * ratio, mimi.positionsPerFrame)
}
