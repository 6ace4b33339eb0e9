import type { CheckpointTensor } from './checkpoint-file'
import { timesOf, type DecoderSizes, type EncoderSizes, type FlowSizes, type LanguageModelWidths, type PocketSizes, type SpeechSizes } from './pocket-sizes'

/** The table of the text, [rows, width], and what widens its rows where it is of low rank. */
export function textTensors({ lm }: Pick<PocketSizes, 'lm'>): readonly [table: CheckpointTensor, ...projection: CheckpointTensor[]] {
  const table = { name: 'flow_lm.conditioner.embed.weight', shape: [lm.textRows, lm.textRank ?? lm.width] }
  return lm.textRank === null ? [table] : [table, weight('flow_lm.conditioner.proj', lm.width, lm.textRank)]
}

/** The row that announces a voice, which models may lack. */
export function voiceStart({ lm }: Pick<PocketSizes, 'lm'>): CheckpointTensor {
  return { name: 'flow_lm.bos_before_voice', shape: [1, 1, lm.width] }
}

/** All of the language model and its flow but the {@link textTensors}. */
export function languageModelTensors({ lm, flow, latent, told }: SpeechSizes): readonly CheckpointTensor[] {
  return [
    vector('flow_lm.bos_emb', latent),
    weight('flow_lm.input_linear', lm.width, latent),
    ...transformer('flow_lm.transformer', lm),
    ...norm('flow_lm.out_norm', lm.width),
    ...(told === null ? [] : [weight('flow_lm.z_proj', told, lm.width)]),
    ...linear('flow_lm.out_eos', 1, told ?? lm.width),
    ...flowTensors('flow_lm.flow_net', told ?? lm.width, flow, latent),
  ]
}

function flowTensors(name: string, told: number, { kind, width, depth, frequencies }: FlowSizes, latent: number): readonly CheckpointTensor[] {
  return [
    ...linear(`${name}.cond_embed`, width, told),
    ...linear(`${name}.input_proj`, width, latent),
    ...numbered(timesOf(kind), (i) => [
      vector(`${name}.time_embed.${i}.freqs`, frequencies),
      ...linear(`${name}.time_embed.${i}.mlp.0`, width, 2 * frequencies),
      ...linear(`${name}.time_embed.${i}.mlp.2`, width, width),
      vector(`${name}.time_embed.${i}.mlp.3.alpha`, width),
    ]),
    ...numbered(depth, (i) => [
      ...norm(`${name}.res_blocks.${i}.in_ln`, width),
      ...linear(`${name}.res_blocks.${i}.adaLN_modulation.1`, 3 * width, width),
      ...linear(`${name}.res_blocks.${i}.mlp.0`, width, width),
      ...linear(`${name}.res_blocks.${i}.mlp.2`, width, width),
    ]),
    ...linear(`${name}.final_layer.adaLN_modulation.1`, 2 * width, width),
    ...linear(`${name}.final_layer.linear`, latent, width),
  ]
}

/** All of the codec's decoder. */
export function decoderTensors({ latent, seanet: { filters, dimension, ratios, taps }, mimi }: DecoderSizes): readonly CheckpointTensor[] {
  const model = 'mimi.decoder.model'
  return [
    vector('flow_lm.emb_std', latent),
    vector('flow_lm.emb_mean', latent),
    { name: 'mimi.quantizer.output_proj.weight', shape: [dimension, latent, 1] },
    { name: 'mimi.upsample.convtr.convtr.weight', shape: [dimension, 1, 2 * mimi.positionsPerFrame] },
    ...codecTransformer('decoder', dimension, mimi),
    ...convolution(`${model}.0`, filters * 2 ** ratios.length, dimension, taps),
    ...ratios.flatMap((ratio, stage) => {
      const channels = filters * 2 ** (ratios.length - stage - 1)
      const name = `${model}.${2 + 3 * stage}.convtr`
      return [
        { name: `${name}.weight`, shape: [2 * channels, channels, 2 * ratio] },
        vector(`${name}.bias`, channels),
        ...residualBlock(`${model}.${3 + 3 * stage}`, channels),
      ]
    }),
    ...convolution(`${model}.${2 + 3 * ratios.length}`, 1, filters, 3),
  ]
}

/** All of the codec's encoder, and what makes rows for the language model of it. */
export function encoderTensors({ lm, inner, seanet: { filters, dimension, ratios, taps }, mimi }: EncoderSizes): readonly CheckpointTensor[] {
  const model = 'mimi.encoder.model'
  return [
    ...convolution(`${model}.0`, filters, 1, taps),
    ...ratios.toReversed().flatMap((ratio, stage) => {
      const channels = filters * 2 ** stage
      return [
        ...residualBlock(`${model}.${1 + 3 * stage}`, channels),
        ...convolution(`${model}.${3 + 3 * stage}`, 2 * channels, channels, 2 * ratio),
      ]
    }),
    ...convolution(`${model}.${2 + 3 * ratios.length}`, dimension, filters * 2 ** ratios.length, 3),
    ...codecTransformer('encoder', dimension, mimi),
    { name: 'mimi.downsample.conv.conv.weight', shape: [inner, dimension, 2 * mimi.positionsPerFrame] },
    { name: 'flow_lm.speaker_proj_weight', shape: [lm.width, inner] },
  ]
}

const vector = (name: string, length: number): CheckpointTensor => ({ name, shape: [length] })
const weight = (name: string, outputs: number, inputs: number): CheckpointTensor => ({ name: `${name}.weight`, shape: [outputs, inputs] })
const linear = (name: string, outputs: number, inputs: number) => [weight(name, outputs, inputs), vector(`${name}.bias`, outputs)]
const norm = (name: string, width: number) => [vector(`${name}.weight`, width), vector(`${name}.bias`, width)]

function numbered(count: number, each: (index: number) => readonly CheckpointTensor[]): readonly CheckpointTensor[] {
  return Array.from({ length: count }, (_, index) => each(index)).flat()
}

function convolution(name: string, outputs: number, inputs: number, taps: number): readonly CheckpointTensor[] {
  return [{ name: `${name}.conv.weight`, shape: [outputs, inputs, taps] }, vector(`${name}.conv.bias`, outputs)]
}

function residualBlock(name: string, channels: number): readonly CheckpointTensor[] {
  return [...convolution(`${name}.block.1`, channels / 2, channels, 3), ...convolution(`${name}.block.3`, channels, channels / 2, 1)]
}

function transformer(name: string, { width, heads, keyHeads, headWidth, layers, feedForward }: LanguageModelWidths): readonly CheckpointTensor[] {
  const queries = heads * headWidth
  return numbered(layers, (i) => [
    ...norm(`${name}.layers.${i}.norm1`, width),
    weight(`${name}.layers.${i}.self_attn.in_proj`, queries + 2 * keyHeads * headWidth, width),
    weight(`${name}.layers.${i}.self_attn.out_proj`, width, queries),
    ...norm(`${name}.layers.${i}.norm2`, width),
    weight(`${name}.layers.${i}.linear1`, feedForward, width),
    weight(`${name}.layers.${i}.linear2`, width, feedForward),
  ])
}

function codecTransformer(part: 'encoder' | 'decoder', width: number, { heads, ...mimi }: DecoderSizes['mimi']): readonly CheckpointTensor[] {
  const name = `mimi.${part}_transformer.transformer`
  const scales = numbered(mimi.layers, (i) => [1, 2].map((branch) => vector(`${name}.layers.${i}.layer_scale_${branch}.scale`, width)))
  return [...transformer(name, { ...mimi, width, heads, keyHeads: heads, headWidth: width / heads }), ...scales]
}
