import { MynaError } from '../../../src/shared/protocol/errors'
import type { CheckpointFile } from './checkpoint-file'
import type { ModelConfig } from './model-config'
import type { DecoderSizes, EncoderSizes, PocketSizes, SpeechSizes } from './pocket-sizes'

/** Width of an attention head in all published models; a configuration can say otherwise. */
const HEAD_WIDTH = 64
/** Positions that the codec's attention sees, likewise. */
const CONTEXT = 250

type Shapes = Pick<CheckpointFile, 'shapeOf'>

/** What shapes of tensors do not tell; where it is left out, as in all published models. */
export interface UntoldSizes {
  readonly heads?: number | undefined
  /** Positions that the codec's attention sees. */
  readonly context?: number | undefined
}

/**
 * The sizes of a model, from the shapes of its tensors and, where these do not tell, from its configuration. Errors:
 * `model-mismatch`, with the tensor that lacks or does not fit.
 */
export function checkpointSizes(checkpoint: Shapes, config: ModelConfig): PocketSizes {
  const codec = { heads: config.mimi?.transformer?.num_heads, context: config.mimi?.transformer?.context }
  const { lm, flow, latent } = speechSizes(checkpoint, { heads: config.flow_lm?.transformer?.num_heads })
  const { seanet, mimi } = decoderSizes(checkpoint, codec)
  const { inner } = encoderSizes(checkpoint, codec)
  return { lm: { ...lm, textRows: size(checkpoint, 'flow_lm.conditioner.embed.weight', 0) }, flow, latent, inner, seanet, mimi }
}

/** Of the language model and its flow. Errors: as {@link checkpointSizes}. */
export function speechSizes(checkpoint: Shapes, { heads }: Pick<UntoldSizes, 'heads'> = {}): SpeechSizes {
  const layer = (index: number) => `flow_lm.transformer.layers.${index}.linear1.weight`
  const width = size(checkpoint, 'flow_lm.input_linear.weight', 0)
  return {
    lm: { width, heads: headsOf(width, heads), layers: count(checkpoint, layer), feedForward: size(checkpoint, layer(0), 0) },
    flow: {
      width: size(checkpoint, 'flow_lm.flow_net.input_proj.weight', 0),
      depth: count(checkpoint, (block) => `flow_lm.flow_net.res_blocks.${block}.mlp.0.weight`),
      frequencies: size(checkpoint, 'flow_lm.flow_net.time_embed.0.freqs', 0),
    },
    latent: size(checkpoint, 'flow_lm.input_linear.weight', 1),
  }
}

/** Of the codec's decoder. Errors: as {@link checkpointSizes}. */
export function decoderSizes(checkpoint: Shapes, untold: UntoldSizes = {}): DecoderSizes {
  const upsampling = (stage: number) => `mimi.decoder.model.${2 + 3 * stage}.convtr.weight`
  // A transposed convolution is twice as long as its step.
  const ratios = Array.from({ length: count(checkpoint, upsampling) }, (_, stage) => size(checkpoint, upsampling(stage), 2) / 2)
  const dimension = size(checkpoint, 'mimi.decoder.model.0.conv.weight', 1)
  return {
    latent: size(checkpoint, 'mimi.quantizer.output_proj.weight', 1),
    seanet: { filters: size(checkpoint, 'mimi.decoder.model.0.conv.weight', 0) / 2 ** ratios.length, dimension, ratios },
    mimi: transformerSizes(checkpoint, 'decoder', dimension, size(checkpoint, 'mimi.upsample.convtr.convtr.weight', 2) / 2, untold),
  }
}

/** Of the codec's encoder. Errors: as {@link checkpointSizes}. */
export function encoderSizes(checkpoint: Shapes, untold: UntoldSizes = {}): EncoderSizes {
  const downsampling = (stage: number) => `mimi.encoder.model.${3 + 3 * stage}.conv.weight`
  const ratios = Array.from({ length: count(checkpoint, downsampling) }, (_, stage) => size(checkpoint, downsampling(stage), 2) / 2).toReversed()
  const dimension = size(checkpoint, `mimi.encoder.model.${2 + 3 * ratios.length}.conv.weight`, 0)
  return {
    lm: { width: size(checkpoint, 'flow_lm.speaker_proj_weight', 0) },
    inner: size(checkpoint, 'mimi.downsample.conv.conv.weight', 0),
    seanet: { filters: size(checkpoint, 'mimi.encoder.model.0.conv.weight', 0), dimension, ratios },
    mimi: transformerSizes(checkpoint, 'encoder', dimension, size(checkpoint, 'mimi.downsample.conv.conv.weight', 2) / 2, untold),
  }
}

function transformerSizes(checkpoint: Shapes, part: 'encoder' | 'decoder', dimension: number, positionsPerFrame: number, { heads, context = CONTEXT }: UntoldSizes): PocketSizes['mimi'] {
  const layer = (index: number) => `mimi.${part}_transformer.transformer.layers.${index}.linear1.weight`
  return { heads: headsOf(dimension, heads), layers: count(checkpoint, layer), feedForward: size(checkpoint, layer(0), 0), context, positionsPerFrame }
}

function size(checkpoint: Shapes, name: string, axis: number): number {
  const shape = checkpoint.shapeOf(name)
  if (shape === undefined) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${name}`)
  const dim = shape[axis]
  if (dim === undefined || dim < 1) throw new MynaError('model-mismatch', `${name} is [${shape.join(', ')}]`)
  return dim
}

/** How many modules there are, counted from the first. */
function count(checkpoint: Shapes, nameOf: (index: number) => string): number {
  let index = 0
  while (checkpoint.shapeOf(nameOf(index)) !== undefined) index++
  if (index === 0) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${nameOf(0)}`)
  return index
}

function headsOf(width: number, heads = width / HEAD_WIDTH): number {
  // A rotation turns pairs of values.
  if (Number.isInteger(heads) && heads >= 1 && width % (2 * heads) === 0) return heads
  throw new MynaError('model-mismatch', `${width} values do not part into ${heads} heads; the configuration can tell how many there are`)
}
