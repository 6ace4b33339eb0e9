import { generatorNames } from '../formats/step-names'
import { GraphBuilder, type BuiltGraph, type Value } from './graph-builder'
import { mean } from './pocket-layers'
import { plainProduct } from './products'
import type { SourceTensors } from './source-tensors'

/** Weights of the starter's generator, by their path in it: `ups.0.weight`, `resblocks.0/convs1.2.bias`, `noise_res.0/alpha1.0`. */
export interface GeneratorWeights extends Pick<SourceTensors, 'read'> {
  /** [outputs, inputs, taps] of a convolution; of a transposed one [inputs, outputs, taps]. Errors: `model-mismatch`. */
  dimsOf(convolution: string): readonly [number, number, number]
  /** Of a convolution that is kept in 8 bits: what a step is worth, and which value stands for 0. Null for one in float32. */
  stepOf(convolution: string): { readonly scale: number; readonly zeroPoint: number } | null
}

/** Of each stage: rows that one row becomes, rows of the spectrum for one row, and the slope of the LeakyReLU before it. */
const STAGES = [
  { upsampling: 10, windows: 6, slope: 0.1 },
  { upsampling: 6, windows: 1, slope: 0.1 },
] as const
/** Of the LeakyReLU behind the last stage: PyTorch's own. */
const LAST_SLOPE = 0.01
const BLOCKS = 3
const DILATIONS = [1, 3, 5] as const
/** Of the instance norm. */
const EPSILON = 1e-5

/**
 * iSTFTNet's generator (Kaneko and others 2022) as StyleTTS 2 has it, with snakes (Ziyin and others 2020) behind adaptive instance
 * norms, for any number of rows: statistics of norms are those of all rows of a call. It takes what the style says of the norms
 * as inputs. Names of what goes in and out: {@link generatorNames}. Errors: `model-mismatch`.
 */
export function generatorGraph(weights: GeneratorWeights): BuiltGraph {
  const g = new GraphBuilder('generator', plainProduct)
  const [width] = weights.dimsOf('ups.0')
  const [bins] = weights.dimsOf('conv_post')
  let x = g.transpose(g.input(generatorNames.rows, 'float32', [1, 'rows', width]), 0, 2, 1)
  const source = g.transpose(g.input(generatorNames.source, 'float32', [1, 'windows', bins]), 0, 2, 1)
  for (const [index, { upsampling, windows, slope }] of STAGES.entries()) {
    const excited = snakeBlock(g, weights, `noise_res.${index}`, sourceConvolution(g, weights, `noise_convs.${index}`, source, windows))
    const wide = transposedConvolution(g, weights, `ups.${index}`, leaky(g, x, slope), upsampling)
    const both = g.op('Add', [index === STAGES.length - 1 ? mirrored(g, wide) : wide, excited])
    const blocks = Array.from({ length: BLOCKS }, (_, i) => snakeBlock(g, weights, `resblocks.${BLOCKS * index + i}`, both))
    x = g.op('Mul', [blocks.reduce((sum, block) => g.op('Add', [sum, block])), g.scalar(1 / BLOCKS)])
  }
  const spectrum = convolution(g, weights, 'conv_post', leaky(g, x, LAST_SLOPE), {})
  g.result(g.transpose(spectrum, 0, 2, 1), generatorNames.spectrum, 'float32', [1, 'windows', bins])
  return g.finish()
}

function leaky(g: GraphBuilder, x: Value, slope: number): Value {
  return g.op('LeakyRelu', [x], { alpha: { float: slope } })
}

/** The row before the first is the second again (ReflectionPad1d of one row). */
function mirrored(g: GraphBuilder, x: Value): Value {
  return g.op('Concat', [g.slice(x, 2, g.ints(1), g.ints(2)), x], { axis: 2 })
}

/** Three times y += conv(snake(norm(conv(snake(norm(y)))))), the first of them dilated. */
function snakeBlock(g: GraphBuilder, weights: GeneratorWeights, path: string, x: Value): Value {
  return DILATIONS.reduce((y, dilation, i) => {
    const middle = convolution(g, weights, `${path}/convs1.${i}`, snake(g, weights, path, `1.${i}`, y), { dilation })
    return g.op('Add', [y, convolution(g, weights, `${path}/convs2.${i}`, snake(g, weights, path, `2.${i}`, middle), {})])
  }, x)
}

/**
 * x + sin²(αx) / α of adaptively normalised channels, u = αx / π counted in half turns: the sine squared has a period of one,
 * and WGSL promises exact sines between -π and π only.
 */
function snake(g: GraphBuilder, weights: GeneratorWeights, path: string, which: string, x: Value): Value {
  const channels = weights.dimsOf(`${path}/convs1.0`)[1]
  const alpha = { name: `${path}/alpha${which}`, shape: [1, channels, 1] }
  const turnsOf = (name: string, of: (value: number) => number) =>
    g.declare({ name: `${alpha.name} ${name}`, type: 'float32', dims: alpha.shape, source: alpha, make: (values) => values.map(of) })
  const turns = turnsOf('turns', (value) => value / Math.PI)
  const norm = `${path}/adain${which}`
  const scale = g.op('Mul', [g.input(generatorNames.scale(norm), 'float32', alpha.shape), turns])
  const shift = g.op('Mul', [g.input(generatorNames.shift(norm), 'float32', alpha.shape), turns])

  const centred = g.op('Sub', [x, mean(g, x)])
  const deviation = g.op('Sqrt', [g.op('Add', [mean(g, g.op('Mul', [centred, centred])), g.scalar(EPSILON)])])
  const u = g.op('Add', [g.op('Mul', [centred, g.op('Div', [scale, deviation])]), shift])
  const fraction = g.op('Sub', [u, g.op('Floor', [g.op('Add', [u, g.scalar(0.5)])])])
  const sine = g.op('Sin', [g.op('Mul', [fraction, g.scalar(Math.PI)])])
  const bent = g.op('Add', [u, g.op('Mul', [g.op('Mul', [sine, sine]), g.scalar(1 / Math.PI)])])
  return g.op('Mul', [bent, turnsOf('turn', (value) => Math.PI / value)])
}

/** A convolution with as many rows out as in. */
function convolution(g: GraphBuilder, weights: GeneratorWeights, path: string, x: Value, { dilation = 1 }: { readonly dilation?: number }): Value {
  const [outputs, , taps] = weights.dimsOf(path)
  const margin = (dilation * (taps - 1)) / 2
  return g.op('Conv', [x, weightOf(g, weights, path), g.weight(`${path}.bias`, [outputs])], { kernel_shape: [taps], dilations: [dilation], pads: [margin, margin] })
}

/** A row of `windows` windows of the spectrum, and half as many beside them. */
function sourceConvolution(g: GraphBuilder, weights: GeneratorWeights, path: string, x: Value, windows: number): Value {
  const [outputs, , taps] = weights.dimsOf(path)
  const margin = (taps - windows) / 2
  return g.op('Conv', [x, weightOf(g, weights, path), g.weight(`${path}.bias`, [outputs])], { kernel_shape: [taps], strides: [windows], pads: [margin, margin] })
}

/** Twice as many taps as the stride, of which a quarter is cut off at both ends. */
function transposedConvolution(g: GraphBuilder, weights: GeneratorWeights, path: string, x: Value, stride: number): Value {
  const [, outputs, taps] = weights.dimsOf(path)
  return g.op('ConvTranspose', [x, weightOf(g, weights, path), g.weight(`${path}.bias`, [outputs])],
    { kernel_shape: [taps], strides: [stride], pads: [stride / 2, stride / 2] })
}

/** The weights of a convolution; those that came in 8 bits stay so in the file, and the runtime widens them once, when it loads the graph. */
function weightOf(g: GraphBuilder, weights: GeneratorWeights, path: string): Value {
  const name = `${path}.weight`
  const dims = weights.dimsOf(path)
  const step = weights.stepOf(path)
  if (step === null) return g.weight(name, dims)
  const { scale, zeroPoint } = step
  const bytes = g.declare({
    name: `${name}_quantized`, type: 'uint8', dims, source: { name, shape: dims },
    make: (values) => Uint8Array.from(values, (value) => Math.round(value / scale) + zeroPoint),
  })
  return g.op('Mul', [g.op('Sub', [g.toFloat(bytes), g.scalar(zeroPoint)]), g.scalar(scale)])
}
