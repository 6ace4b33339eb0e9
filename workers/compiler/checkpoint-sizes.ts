import { MynaError } from '../../src/shared/protocol/errors'
import type { Checkpoint } from './checkpoint'
import type { ModelConfig } from './model-config'
import type { PocketSizes } from './pocket-sizes'

/** Width of an attention head in all published models; a configuration can say otherwise. */
const HEAD_WIDTH = 64
/** Positions that the codec's attention sees, likewise. */
const CONTEXT = 250

/**
 * The sizes of a model, from the shapes of its tensors and, where these do not tell, from its configuration. Errors:
 * `model-mismatch`, with the tensor that lacks or does not fit.
 */
export function checkpointSizes(checkpoint: Pick<Checkpoint, 'shapeOf'>, config: ModelConfig): PocketSizes {
  const size = (name: string, axis: number): number => {
    const shape = checkpoint.shapeOf(name)
    if (shape === undefined) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${name}`)
    const dim = shape[axis]
    if (dim === undefined || dim < 1) throw new MynaError('model-mismatch', `${name} is [${shape.join(', ')}]`)
    return dim
  }
  /** How many modules there are, counted from the first. */
  const count = (nameOf: (index: number) => string): number => {
    let index = 0
    while (checkpoint.shapeOf(nameOf(index)) !== undefined) index++
    if (index === 0) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${nameOf(0)}`)
    return index
  }

  const lmLayer = (layer: number) => `flow_lm.transformer.layers.${layer}.linear1.weight`
  const codecLayer = (layer: number) => `mimi.decoder_transformer.transformer.layers.${layer}.linear1.weight`
  const upsampling = (stage: number) => `mimi.decoder.model.${2 + 3 * stage}.convtr.weight`
  const [width, latent] = [size('flow_lm.input_linear.weight', 0), size('flow_lm.input_linear.weight', 1)]
  const dimension = size('mimi.decoder.model.0.conv.weight', 1)
  const lmHeads = config.flow_lm?.transformer?.num_heads ?? width / HEAD_WIDTH
  const codecHeads = config.mimi?.transformer?.num_heads ?? dimension / HEAD_WIDTH
  for (const [heads, of] of [[lmHeads, width], [codecHeads, dimension]] as const) {
    // A rotation turns pairs of values.
    if (!Number.isInteger(heads) || heads < 1 || of % (2 * heads) !== 0) {
      throw new MynaError('model-mismatch', `${of} values do not part into ${heads} heads; the configuration can tell how many there are`)
    }
  }
  return {
    lm: { width, heads: lmHeads, layers: count(lmLayer), feedForward: size(lmLayer(0), 0), textRows: size('flow_lm.conditioner.embed.weight', 0) },
    flow: {
      width: size('flow_lm.flow_net.input_proj.weight', 0),
      depth: count((block) => `flow_lm.flow_net.res_blocks.${block}.mlp.0.weight`),
      frequencies: size('flow_lm.flow_net.time_embed.0.freqs', 0),
    },
    latent,
    inner: size('mimi.downsample.conv.conv.weight', 0),
    seanet: {
      filters: size('mimi.encoder.model.0.conv.weight', 0),
      dimension,
      // A transposed convolution is twice as long as its step.
      ratios: Array.from({ length: count(upsampling) }, (_, stage) => size(upsampling(stage), 2) / 2),
    },
    mimi: {
      heads: codecHeads,
      layers: count(codecLayer),
      feedForward: size(codecLayer(0), 0),
      context: config.mimi?.transformer?.context ?? CONTEXT,
      positionsPerFrame: size('mimi.upsample.convtr.convtr.weight', 2) / 2,
    },
  }
}
