import type { GraphBuilder, Value } from './graph-builder'
import type { CodecSizes, DecoderSizes, EncoderSizes } from '../formats/checkpoint/pocket-sizes'

/** Values [1, channels, kept] that the codec carries from one call to the next, by the path of the module and what it keeps. */
export interface CarriedStates {
  take(path: string, dims: readonly number[]): Value
  keep(path: string, value: Value): void
}

/** [1, 1, samples] → [1, dimension, positions], whole: what a convolution looks back at before the start is silence. */
export function seanetEncoder(g: GraphBuilder, audio: Value, { seanet }: Pick<CodecSizes, 'seanet'>): Value {
  const { filters, dimension, ratios, taps } = seanet
  const conv = (x: Value, name: string, inputs: number, outputs: number, kernel: number, stride = 1) =>
    g.op('Conv', [x, g.weight(`mimi.${name}.conv.weight`, [outputs, inputs, kernel]), g.weight(`mimi.${name}.conv.bias`, [outputs])],
      { kernel_shape: [kernel], strides: [stride], pads: [kernel - stride, 0] })

  let x = conv(audio, 'encoder.model.0', 1, filters, taps)
  ratios.toReversed().forEach((ratio, stage) => {
    const channels = filters * 2 ** stage
    const first = 1 + 3 * stage
    const inner = conv(g.op('Elu', [x]), `encoder.model.${first}.block.1`, channels, channels / 2, 3)
    x = g.op('Add', [x, conv(g.op('Elu', [inner]), `encoder.model.${first}.block.3`, channels / 2, channels, 1)])
    x = conv(g.op('Elu', [x]), `encoder.model.${first + 2}`, channels, 2 * channels, 2 * ratio, ratio)
  })
  return conv(g.op('Elu', [x]), `encoder.model.${2 + 3 * ratios.length}`, filters * 2 ** ratios.length, dimension, 3)
}

/** [1, positions, dimension] → [1, inner, frames]. Before the start lies the first position, repeated. */
export function downsampled(g: GraphBuilder, x: Value, { inner, seanet, mimi }: Pick<EncoderSizes, 'inner' | 'seanet' | 'mimi'>): Value {
  const stride = mimi.positionsPerFrame
  const padded = g.op('Pad', [g.transpose(x, 0, 2, 1), g.ints(0, 0, stride, 0, 0, 0)], { mode: 'edge' })
  return g.op('Conv', [padded, g.weight('mimi.downsample.conv.conv.weight', [inner, seanet.dimension, 2 * stride])],
    { kernel_shape: [2 * stride], strides: [stride] })
}

/** Latents [1, S, latent] as the language model makes them → what the decoder's transformer takes, [1, positions S, dimension]. */
export function upsampled(g: GraphBuilder, latents: Value, sizes: Pick<DecoderSizes, 'latent' | 'seanet' | 'mimi'>, states: CarriedStates): Value {
  const { latent, seanet: { dimension }, mimi: { positionsPerFrame } } = sizes
  const denormalised = g.op('Add', [g.op('Mul', [latents, g.weight('flow_lm.emb_std', [latent])]), g.weight('flow_lm.emb_mean', [latent])])
  const x = g.op('Conv', [g.transpose(denormalised, 0, 2, 1), g.weight('mimi.quantizer.output_proj.weight', [dimension, latent, 1])], { kernel_shape: [1] })
  const weight = g.weight('mimi.upsample.convtr.convtr.weight', [dimension, 1, 2 * positionsPerFrame])
  const whole = transposedConv(g, x, { name: 'upsample.convtr', channels: dimension, ratio: positionsPerFrame, group: dimension, weight, bias: null }, states)
  return g.transpose(whole, 0, 2, 1)
}

/** [1, dimension, positions] → sound [1, 1, samples], call by call. */
export function seanetDecoder(g: GraphBuilder, input: Value, { seanet }: Pick<CodecSizes, 'seanet'>, states: CarriedStates): Value {
  const { filters, dimension, ratios, taps } = seanet
  const conv = (x: Value, name: string, inputs: number, channels: number, kernel: number) => streamedConv(g, x, { name, inputs, channels, kernel }, states)

  let x = conv(input, 'decoder.model.0', dimension, filters * 2 ** ratios.length, taps)
  ratios.forEach((ratio, stage) => {
    const channels = filters * 2 ** (ratios.length - stage)
    const half = channels / 2
    const first = 2 + 3 * stage
    const name = `decoder.model.${first}`
    const weight = g.weight(`mimi.${name}.convtr.weight`, [channels, half, 2 * ratio])
    const bias = g.weight(`mimi.${name}.convtr.bias`, [half])
    x = transposedConv(g, g.op('Elu', [x]), { name, channels: half, ratio, group: 1, weight, bias }, states)
    const inner = conv(g.op('Elu', [x]), `decoder.model.${first + 1}.block.1`, half, half / 2, 3)
    x = g.op('Add', [x, conv(g.op('Elu', [inner]), `decoder.model.${first + 1}.block.3`, half / 2, half, 1)])
  })
  return conv(g.op('Elu', [x]), `decoder.model.${2 + 3 * ratios.length}`, filters, 1, 3)
}

interface Conv {
  readonly name: string
  readonly inputs: number
  readonly channels: number
  readonly kernel: number
}

/** A causal convolution that carries the inputs which its next call looks back at. */
function streamedConv(g: GraphBuilder, x: Value, { name, inputs, channels, kernel }: Conv, states: CarriedStates): Value {
  const path = `${name}/previous`
  const seen = kernel > 1 ? g.op('Concat', [states.take(path, [1, inputs, kernel - 1]), x], { axis: 2 }) : x
  if (kernel > 1) states.keep(path, g.slice(seen, 2, g.ints(1 - kernel)))
  const weights = [g.weight(`mimi.${name}.conv.weight`, [channels, inputs, kernel]), g.weight(`mimi.${name}.conv.bias`, [channels])]
  return g.op('Conv', [seen, ...weights], { kernel_shape: [kernel] })
}

interface TransposedConv {
  readonly name: string
  readonly channels: number
  /** Its stride; the kernel is twice as long. */
  readonly ratio: number
  readonly group: number
  readonly weight: Value
  readonly bias: Value | null
}

/** The tail that overlaps the next call is carried without the bias, which is added to what leaves. */
function transposedConv(g: GraphBuilder, x: Value, { name, channels, ratio, group, weight, bias }: TransposedConv, states: CarriedStates): Value {
  const path = `${name}/partial`
  const whole = g.op('ConvTranspose', [x, weight], { kernel_shape: [2 * ratio], strides: [ratio], group })
  const head = g.op('Add', [g.slice(whole, 2, g.ints(0), g.ints(ratio)), states.take(path, [1, channels, ratio])])
  const summed = g.op('Concat', [head, g.slice(whole, 2, g.ints(ratio))], { axis: 2 })
  states.keep(path, g.slice(summed, 2, g.ints(-ratio)))
  const ready = g.slice(summed, 2, g.ints(0), g.ints(-ratio))
  return bias === null ? ready : g.op('Add', [ready, g.op('Unsqueeze', [bias, g.ints(1)])])
}
