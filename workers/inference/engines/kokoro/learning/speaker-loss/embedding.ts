import { MynaError } from '../../../../../../src/shared/protocol/errors'
import type { EncoderPart } from './encoder-layers'
import type { EncoderTensor } from './encoder-weights'
import { addProduct, addTransposed } from './products'

/** Of batch normalisation, as PyTorch has it. */
const EPSILON = 1e-5

/** What was pooled to a vector of norm 1. */
export function createEmbedding(weightsOf: (node: string) => readonly EncoderTensor[]): EncoderPart {
  const [before, after] = [0, 2].map((place) => normalisation(weightsOf(`encoder/embed/embed.${place}/BatchNormalization`))) as [EncoderPart, EncoderPart]
  const [projection] = weightsOf('encoder/embed/embed.1/MatMul')
  if (!projection) throw new MynaError('model-mismatch', 'the speaker encoder ends otherwise')
  const [inputs = 0, outputs = 0] = projection.dims
  // The graph has inputs first.
  const values = Float64Array.from({ length: inputs * outputs }, (_, i) => projection.values[(i % inputs) * outputs + Math.floor(i / inputs)] ?? NaN)
  const matrix = { values, at: 0, outputs, inputs }
  let kept = { vector: new Float64Array(), norm: NaN }
  return {
    forward(x) {
      const projected = new Float64Array(outputs)
      addProduct(1, { values: before.forward(x), at: 0, step: inputs }, matrix, { values: projected, at: 0, step: outputs })
      const moved = after.forward(projected)
      const norm = Math.hypot(...moved)
      kept = { vector: moved.map((value) => value / norm), norm }
      return kept.vector
    },
    backward(gradient) {
      const { vector, norm } = kept
      const along = gradient.reduce((sum, slope, i) => sum + slope * (vector[i] ?? NaN), 0)
      const ofMoved = gradient.map((slope, i) => (slope - along * (vector[i] ?? NaN)) / norm)
      const toX = new Float64Array(inputs)
      addTransposed(1, { values: after.backward(ofMoved), at: 0, step: outputs }, matrix, { values: toX, at: 0, step: inputs })
      return before.backward(toX)
    },
  }
}

/** Batch normalisation with what was measured in training. */
function normalisation([scale, shift, mean, variance]: readonly EncoderTensor[]): EncoderPart {
  if (!scale || !shift || !mean || !variance) throw new MynaError('model-mismatch', 'the speaker encoder normalises otherwise')
  const factors = scale.values.map((value, i) => value / Math.sqrt((variance.values[i] ?? NaN) + EPSILON))
  return {
    forward: (x) => x.map((value, i) => (value - (mean.values[i] ?? NaN)) * (factors[i] ?? NaN) + (shift.values[i] ?? NaN)),
    backward: (gradient) => gradient.map((slope, i) => slope * (factors[i] ?? NaN)),
  }
}
