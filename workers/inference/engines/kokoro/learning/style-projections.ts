import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { NetworkWeights } from '../network/network-weights'
import { named } from '../network/network-parts'
import { SOUND_STYLE } from '../network/style-norm'
import { STYLE_NORMS } from '../network/voice-deltas'

/** How styles move all norms at once: a linear map. */
export interface StyleProjections {
  /** Numbers of all norms. */
  readonly count: number
  /** Where those of a norm begin. Errors: `internal` for a path that is none of {@link STYLE_NORMS}. */
  offsetOf(path: string): number
  /** What a style, of which {@link SOUND_STYLE} values count, makes of all norms. */
  of(style: ArrayLike<number>): Float64Array
  /** From the gradient of all norms' numbers to that of the style. */
  toStyle(gradient: Float64Array): Float64Array
}

/** Makes them with copies of the weights, as they are stored. Errors: `model-mismatch`. */
export function createStyleProjections(weights: NetworkWeights): StyleProjections {
  const offsets = new Map<string, number>()
  let count = 0
  const projections = STYLE_NORMS.map((path) => {
    const { outputs, inputs, inputsFirst, values, scales } = weights.linear(`${path}/fc`)
    const offset = count
    offsets.set(path, offset)
    count += outputs
    const [inputStep, outputStep] = inputsFirst ? [outputs, 1] : [1, inputs]
    const bias = weights.vector(named(path, 'fc.bias'), outputs)
    return { offset, outputs, inputs, inputStep, outputStep, bias, values: values.slice(), scaleOf: (output: number) => (scales.length === 0 ? 1 : (scales[output % scales.length] ?? NaN)) }
  })
  return {
    count,
    offsetOf(path) {
      const offset = offsets.get(path)
      if (offset === undefined) throw new MynaError('internal', `no style moves ${path}`)
      return offset
    },
    of(style) {
      const styled = new Float64Array(count)
      for (const { offset, outputs, inputs, inputStep, outputStep, bias, values, scaleOf } of projections) {
        for (let input = 0; input < inputs; input++) {
          const value = style[input] ?? NaN
          for (let output = 0; output < outputs; output++) styled[offset + output] = (styled[offset + output] ?? NaN) + value * (values[input * inputStep + output * outputStep] ?? NaN)
        }
        for (let output = 0; output < outputs; output++) styled[offset + output] = (styled[offset + output] ?? NaN) * scaleOf(output) + (bias[output] ?? NaN)
      }
      return styled
    },
    toStyle(gradient) {
      const style = new Float64Array(SOUND_STYLE)
      for (const { offset, outputs, inputs, inputStep, outputStep, values, scaleOf } of projections) {
        const scaled = gradient.slice(offset, offset + outputs).map((value, output) => value * scaleOf(output))
        for (let input = 0; input < inputs; input++) {
          let sum = 0
          for (let output = 0; output < outputs; output++) sum += (scaled[output] ?? NaN) * (values[input * inputStep + output * outputStep] ?? NaN)
          style[input] = (style[input] ?? NaN) + sum
        }
      }
      return style
    },
  }
}
