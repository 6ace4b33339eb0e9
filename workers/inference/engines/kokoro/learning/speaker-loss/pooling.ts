import { addTo, createFrameConvolution, type EncoderPart } from './encoder-layers'
import type { EncoderTensor } from './encoder-weights'
import { columnSums } from './res2-block'

const EPSILON = 1e-5

/** [frames, width] to [2 · width]: means and deviations over time, each frame as heavy as attention to it says (Okabe and others 2018). */
export function createPooling(weightsOf: (node: string) => readonly EncoderTensor[], width: number): EncoderPart {
  const of = (name: string) => createFrameConvolution(weightsOf(`encoder/pool/${name}/Conv`))
  const [local, context, weigh] = [of('local'), of('context'), of('weigh')]
  let kept: Readonly<Record<'x' | 'mean' | 'deviation' | 'hidden' | 'weights' | 'pooled', Float64Array>> = { x: NONE, mean: NONE, deviation: NONE, hidden: NONE, weights: NONE, pooled: NONE }

  return {
    forward(x) {
      const frames = x.length / width
      const mean = columnSums(x, width).map((sum) => sum / frames)
      const deviation = columnSums(squaresFrom(x, mean), width).map((sum) => Math.sqrt(sum / frames + EPSILON))
      const common = context.forward(joined(mean, deviation))
      const hidden = local.forward(x).map((value, i) => Math.tanh(value + (common[i % common.length] ?? NaN)))
      const weights = softmaxOverTime(weigh.forward(hidden), width)
      const weighedMean = columnSums(x.map((value, i) => value * (weights[i] ?? NaN)), width)
      const variance = columnSums(squaresFrom(x, weighedMean).map((value, i) => value * (weights[i] ?? NaN)), width)
      const pooled = joined(weighedMean, variance.map((value) => Math.sqrt(value + EPSILON)))
      kept = { x, mean, deviation, hidden, weights, pooled }
      return pooled
    },

    backward(gradient) {
      const { x, mean, deviation, hidden, weights, pooled } = kept
      const frames = x.length / width
      const ofMean = gradient.subarray(0, width)
      const ofVariance = gradient.slice(width).map((slope, i) => slope / (2 * (pooled[width + i] ?? NaN)))
      const off = x.map((value, i) => value - (pooled[i % width] ?? NaN))
      // That the mean moves with x leaves the variance as it is: weighed distances from it add up to nothing.
      const toX = off.map((value, i) => (weights[i] ?? NaN) * ((ofMean[i % width] ?? NaN) + 2 * value * (ofVariance[i % width] ?? NaN)))
      const ofWeights = off.map((value, i) => (ofMean[i % width] ?? NaN) * (x[i] ?? NaN) + (ofVariance[i % width] ?? NaN) * value * value)
      const sums = columnSums(ofWeights.map((value, i) => value * (weights[i] ?? NaN)), width)
      const ofScores = ofWeights.map((value, i) => (weights[i] ?? NaN) * (value - (sums[i % width] ?? NaN)))
      const ofHidden = weigh.backward(ofScores).map((value, i) => value * (1 - (hidden[i] ?? NaN) ** 2))
      const ofStatistics = context.backward(columnSums(ofHidden, hidden.length / frames))
      addTo(toX, local.backward(ofHidden))
      for (let i = 0; i < toX.length; i++) {
        const column = i % width
        const byDeviation = ((ofStatistics[width + column] ?? NaN) * ((x[i] ?? NaN) - (mean[column] ?? NaN))) / (deviation[column] ?? NaN)
        toX[i] = (toX[i] ?? NaN) + ((ofStatistics[column] ?? NaN) + byDeviation) / frames
      }
      return toX
    },
  }
}

const NONE = new Float64Array()

function squaresFrom(x: Float64Array, centre: Float64Array): Float64Array {
  return x.map((value, i) => (value - (centre[i % centre.length] ?? NaN)) ** 2)
}

function softmaxOverTime(scores: Float64Array, width: number): Float64Array {
  const most = new Float64Array(width).fill(-Infinity)
  scores.forEach((value, i) => { most[i % width] = Math.max(most[i % width] ?? NaN, value) })
  const powers = scores.map((value, i) => Math.exp(value - (most[i % width] ?? NaN)))
  const sums = columnSums(powers, width)
  return powers.map((value, i) => value / (sums[i % width] ?? NaN))
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
