import { MynaError } from '../../../src/shared/protocol/errors'
import type { CheckpointFile } from './checkpoint-file'
import type { CodecTransformerConfig, ModelConfig } from './model-config'
import { timesOf, type CodecSizes, type DecoderSizes, type EncoderSizes, type FlowKind, type FlowSizes, type LanguageModelWidths, type PocketSizes, type SpeechSizes } from './pocket-sizes'

/** Width of an attention head in all published models; a configuration can say otherwise. */
const HEAD_WIDTH = 64
/** Positions that the codec's attention sees, likewise. */
const CONTEXT = 250

type Shapes = Pick<CheckpointFile, 'shapeOf' | 'gelu'>

/** What shapes of tensors do not tell of one half of the codec; where it is left out, as in the large models. */
export interface UntoldCodec {
  readonly heads?: number | undefined
  /** Positions that its attention sees. */
  readonly context?: number | undefined
}

/** The same for the language model and its flow. */
export interface UntoldSpeech {
  readonly heads?: number | undefined
  /** Values of a head, where not the number of heads is known. */
  readonly headWidth?: number | undefined
  readonly kind?: FlowKind | undefined
}

/**
 * The sizes of a model, from the shapes of its tensors and, where these do not tell, from its configuration. Errors:
 * `model-mismatch`, with the tensor that lacks or does not fit.
 */
export function checkpointSizes(checkpoint: Shapes, config: ModelConfig): PocketSizes {
  const { mimi, flow_lm } = config
  const untold = (transformer: CodecTransformerConfig | null | undefined): UntoldCodec => ({ heads: transformer?.num_heads, context: transformer?.context })
  const { lm, ...speech } = speechSizes(checkpoint, { heads: flow_lm?.transformer?.num_heads, kind: flow_lm?.flow?.type })
  const { latent, ...decoder } = decoderSizes(checkpoint, untold(mimi?.decoder_transformer ?? mimi?.transformer))
  const { inner, ...encoder } = encoderSizes(checkpoint, untold(mimi?.transformer))
  const table = 'flow_lm.conditioner.embed.weight'
  const rank = checkpoint.shapeOf('flow_lm.conditioner.proj.weight') ? size(checkpoint, table, 1) : null
  return { lm: { ...lm, textRows: size(checkpoint, table, 0), textRank: rank }, ...speech, latent, inner, encoder: codecOf(encoder), decoder: codecOf(decoder) }
}

function codecOf({ seanet, mimi }: CodecSizes): CodecSizes {
  return { seanet, mimi }
}

/** Of the language model and its flow. Errors: as {@link checkpointSizes}. */
export function speechSizes(checkpoint: Shapes, untold: UntoldSpeech = {}): SpeechSizes {
  const told = checkpoint.shapeOf('flow_lm.z_proj.weight')
  return {
    lm: languageModelWidths(checkpoint, untold),
    flow: flowSizes(checkpoint, untold.kind),
    latent: size(checkpoint, 'flow_lm.input_linear.weight', 1),
    told: told === undefined ? null : size(checkpoint, 'flow_lm.z_proj.weight', 0),
    gelu: checkpoint.gelu,
  }
}

/** Queries come first in their joint product; what is left are as many keys as values. */
function languageModelWidths(checkpoint: Shapes, { heads: given, headWidth: givenWidth = HEAD_WIDTH }: UntoldSpeech): LanguageModelWidths {
  const layer = (index: number, matrix: string) => `flow_lm.transformer.layers.${index}.${matrix}.weight`
  const width = size(checkpoint, 'flow_lm.input_linear.weight', 0)
  const queries = size(checkpoint, layer(0, 'self_attn.out_proj'), 1)
  const heads = headsOf(queries, given, givenWidth)
  const headWidth = queries / heads
  const keyHeads = (size(checkpoint, layer(0, 'self_attn.in_proj'), 0) - queries) / 2 / headWidth
  if (!Number.isInteger(keyHeads) || keyHeads < 1 || heads % keyHeads !== 0) throw new MynaError('model-mismatch', `${heads} heads that share ${keyHeads} keys; the configuration can tell how many there are`)
  return { width, heads, keyHeads, headWidth, layers: count(checkpoint, (index) => layer(index, 'linear1')), feedForward: size(checkpoint, layer(0, 'linear1'), 0) }
}

function flowSizes(checkpoint: Shapes, given: FlowKind | undefined): FlowSizes {
  const net = 'flow_lm.flow_net'
  const frequencies = (embedding: number) => `${net}.time_embed.${embedding}.freqs`
  const times = counted(checkpoint, frequencies)
  const kind = given ?? (['none', 'flow_matching', 'lsd'] as const)[times] ?? 'none'
  if (kind === 'none') throw new MynaError('model-mismatch', 'only the configuration tells of which type a flow without times is')
  if (timesOf(kind) !== times) throw new MynaError('model-mismatch', `a flow of type ${kind} is told ${timesOf(kind)} times; there is ${frequencies(times - 1)}`)
  return {
    kind,
    width: size(checkpoint, `${net}.input_proj.weight`, 0),
    depth: count(checkpoint, (block) => `${net}.res_blocks.${block}.mlp.0.weight`),
    frequencies: times === 0 ? 0 : size(checkpoint, frequencies(0), 0),
  }
}

/** Of the codec's decoder. Errors: as {@link checkpointSizes}. */
export function decoderSizes(checkpoint: Shapes, untold: UntoldCodec = {}): DecoderSizes {
  const first = 'mimi.decoder.model.0.conv.weight'
  const upsampling = (stage: number) => `mimi.decoder.model.${2 + 3 * stage}.convtr.weight`
  // A transposed convolution is twice as long as its step.
  const ratios = Array.from({ length: count(checkpoint, upsampling) }, (_, stage) => size(checkpoint, upsampling(stage), 2) / 2)
  const dimension = size(checkpoint, first, 1)
  return {
    latent: size(checkpoint, 'mimi.quantizer.output_proj.weight', 1),
    seanet: { filters: size(checkpoint, first, 0) / 2 ** ratios.length, dimension, ratios, taps: size(checkpoint, first, 2) },
    mimi: transformerSizes(checkpoint, 'decoder', dimension, size(checkpoint, 'mimi.upsample.convtr.convtr.weight', 2) / 2, untold),
    gelu: checkpoint.gelu,
  }
}

/** Of the codec's encoder. Errors: as {@link checkpointSizes}. */
export function encoderSizes(checkpoint: Shapes, untold: UntoldCodec = {}): EncoderSizes {
  const first = 'mimi.encoder.model.0.conv.weight'
  const downsampling = (stage: number) => `mimi.encoder.model.${3 + 3 * stage}.conv.weight`
  const ratios = Array.from({ length: count(checkpoint, downsampling) }, (_, stage) => size(checkpoint, downsampling(stage), 2) / 2).toReversed()
  const dimension = size(checkpoint, `mimi.encoder.model.${2 + 3 * ratios.length}.conv.weight`, 0)
  return {
    lm: { width: size(checkpoint, 'flow_lm.speaker_proj_weight', 0) },
    inner: size(checkpoint, 'mimi.downsample.conv.conv.weight', 0),
    seanet: { filters: size(checkpoint, first, 0), dimension, ratios, taps: size(checkpoint, first, 2) },
    mimi: transformerSizes(checkpoint, 'encoder', dimension, size(checkpoint, 'mimi.downsample.conv.conv.weight', 2) / 2, untold),
    gelu: checkpoint.gelu,
  }
}

function transformerSizes(checkpoint: Shapes, part: 'encoder' | 'decoder', dimension: number, positionsPerFrame: number, { heads, context = CONTEXT }: UntoldCodec): CodecSizes['mimi'] {
  const layer = (index: number) => `mimi.${part}_transformer.transformer.layers.${index}.linear1.weight`
  return { heads: headsOf(dimension, heads, HEAD_WIDTH), layers: count(checkpoint, layer), feedForward: size(checkpoint, layer(0), 0), context, positionsPerFrame }
}

function size(checkpoint: Shapes, name: string, axis: number): number {
  const shape = checkpoint.shapeOf(name)
  if (shape === undefined) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${name}`)
  const dim = shape[axis]
  if (dim === undefined || dim < 1) throw new MynaError('model-mismatch', `${name} is [${shape.join(', ')}]`)
  return dim
}

/** How many modules there are, counted from the first. */
function counted(checkpoint: Shapes, nameOf: (index: number) => string): number {
  let index = 0
  while (checkpoint.shapeOf(nameOf(index)) !== undefined) index++
  return index
}

/** The same, where one is needed. */
function count(checkpoint: Shapes, nameOf: (index: number) => string): number {
  const found = counted(checkpoint, nameOf)
  if (found === 0) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${nameOf(0)}`)
  return found
}

function headsOf(width: number, given: number | undefined, usualWidth: number): number {
  const heads = given ?? width / usualWidth
  // A rotation turns pairs of values.
  if (Number.isInteger(heads) && heads >= 1 && width % (2 * heads) === 0) return heads
  throw new MynaError('model-mismatch', `${width} values do not part into ${heads} heads; the configuration can tell how many there are`)
}
