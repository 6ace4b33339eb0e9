/** How a flow's network makes a latent of noise; `flowSampling` says what each does. */
export const flowKinds = ['lsd', 'flow_matching', 'drifting', 'pointwise'] as const
export type FlowKind = (typeof flowKinds)[number]

/** The normal distribution's share, or its approximation by a hyperbolic tangent: models are run with one or the other. */
export type Gelu = 'exact' | 'tanh'

/** Widths of one Pocket TTS model; the names follow the official configuration. */
export interface PocketSizes {
  /** The language model. `textRows` is one more than the tokenizer has pieces, for padding; `textRank` is null where the table is whole. */
  readonly lm: LanguageModelWidths & { readonly textRows: number; readonly textRank: number | null }
  /** Values that flow and end are told of a position, where they are not the language model's own: null. */
  readonly told: number | null
  readonly flow: FlowSizes
  /** Values per frame that the language model makes. */
  readonly latent: number
  /** Values per frame that the codec's encoder gives for a voice; as many as a latent has, in all but the oldest models. */
  readonly inner: number
  readonly encoder: CodecSizes
  readonly decoder: CodecSizes
  /** Of all transformers. */
  readonly gelu: Gelu
}

/** Queries have `heads` heads of `headWidth` values, keys and values `keyHeads`, each of which `heads / keyHeads` queries share. */
export interface LanguageModelWidths {
  readonly width: number
  readonly heads: number
  readonly keyHeads: number
  readonly headWidth: number
  readonly layers: number
  readonly feedForward: number
}

/** The network of the flow. `frequencies` are those of its time embedding; 0 for a kind that knows no time. */
export interface FlowSizes {
  readonly kind: FlowKind
  readonly width: number
  readonly depth: number
  readonly frequencies: number
}

/** One half of the codec. */
export interface CodecSizes {
  /** Its convolutions. `ratios` are the decoder's upsampling steps; the encoder takes them backwards. `taps` are those of the first one. */
  readonly seanet: { readonly filters: number; readonly dimension: number; readonly ratios: readonly number[]; readonly taps: number }
  /** Its transformer: each position sees the last `context`, itself included. */
  readonly mimi: { readonly heads: number; readonly layers: number; readonly feedForward: number; readonly context: number; readonly positionsPerFrame: number }
}

/** What graphs of the language model and the flow are built from. */
export interface SpeechSizes extends Pick<PocketSizes, 'flow' | 'latent' | 'told' | 'gelu'> {
  readonly lm: LanguageModelWidths
}

/** What the graph of the codec's decoder is built from. */
export interface DecoderSizes extends CodecSizes, Pick<PocketSizes, 'latent' | 'gelu'> {}

/** What the graph of the codec's encoder is built from. */
export interface EncoderSizes extends CodecSizes, Pick<PocketSizes, 'inner' | 'gelu'> {
  readonly lm: Pick<LanguageModelWidths, 'width'>
}

/** The decoder's share of a model's sizes. */
export function decoderOf({ decoder, latent, gelu }: PocketSizes): DecoderSizes {
  return { ...decoder, latent, gelu }
}

/** The encoder's share of a model's sizes. */
export function encoderOf({ encoder, inner, gelu, lm }: PocketSizes): EncoderSizes {
  return { ...encoder, inner, gelu, lm }
}

/** Samples that one latent becomes: 1920 in all models so far. */
export function samplesPerFrame({ seanet, mimi }: CodecSizes): number {
  return seanet.ratios.reduce((product, ratio) => product * ratio, mimi.positionsPerFrame)
}

/** Times that a kind of flow is told for each step: where it starts and ends, where it starts, or none. */
export function timesOf(kind: FlowKind): 0 | 1 | 2 {
  return kind === 'lsd' ? 2 : kind === 'flow_matching' ? 1 : 0
}

/** How the official code samples: step i of n adds the network's output / n to the sample, from noise on; two kinds take one step, and one of these the output itself. */
export interface FlowSampling {
  readonly steps: number
  /** The sample is the output, to which no noise is added. */
  readonly replaces: boolean
}

/** Steps of the official code where it integrates along one time. */
const EULER_STEPS = 16

/**
 * What `asked` steps mean for a kind of flow (kyutai-labs/pocket-tts, `lsd_decode`, `ot_decode`, `drifting_decode`,
 * `pointwise_decode`): as many for LSD, 16 at least for flow matching, one for the others.
 */
export function flowSampling(kind: FlowKind, asked: number): FlowSampling {
  const steps = kind === 'lsd' ? asked : kind === 'flow_matching' ? Math.max(asked, EULER_STEPS) : 1
  return { steps, replaces: kind === 'drifting' }
}
