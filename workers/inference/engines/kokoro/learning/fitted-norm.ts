import { ACTIVATION, type ReadActivation } from '../../../../kernels/int8-convolution'
import type { PacedWork, Rows } from '../network/paced-work'
import { EPSILON, statisticsOf } from '../network/style-norm'
import { FLOAT_BYTES, type FittingParts } from './fitting-parts'

/** Rows whose sums are taken together, however many threads there are: so they are the same everywhere. */
const PIECE_ROWS = 256

/** Numbers that belong to all norms, {@link StyleProjections.count} of them. */
export type NormNumbers = Float64Array

/** An adaptive instance norm and the activation behind it, and their gradients. */
export interface FittedNorm {
  /** As {@link StyleNorm.activationOf}, with what style and deltas together make of all norms. */
  activationOf(work: PacedWork, styled: NormNumbers, x: Rows): Promise<ReadActivation>
  /**
   * After {@link activationOf} with the same `x`: from `gradient`, of what the activation gave, to that of the norm's numbers, in
   * `gradients`, and to that of x, which is added to `to`, or put there without `adds`. Uses `gradient` up; without `to` x has none.
   */
  toInput(work: PacedWork, x: Rows, gradient: Rows, gradients: NormNumbers, to?: Rows, adds?: boolean): Promise<void>
}

/**
 * Makes the norm at `path`, of `channels` channels in rows of `width` values. `alphas` are those of the snake; LeakyReLU
 * without them. Errors: `out-of-memory`, `internal`.
 */
export function createFittedNorm({ team, projections }: FittingParts, path: string, channels: number, width: number, alphas?: Float32Array): FittedNorm {
  const { memory } = team.kernels
  const offset = projections.offsetOf(path)
  const kind = alphas ? ACTIVATION.snake : ACTIVATION.leaky
  // Of a and b of the activation, its gain, and the means.
  const coefficients = memory.allocate(4 * width * FLOAT_BYTES)
  const row = (index: number) => memory.float32(coefficients + index * width * FLOAT_BYTES, width)
  // Columns that fill up rows are to come out as they are: zeros.
  memory.float32(coefficients, 4 * width).fill(0)
  if (alphas) row(2).set(alphas.map((alpha) => Math.PI / alpha))
  let mean = new Float64Array(width)
  const deviation = new Float64Array(width)
  const gain = new Float64Array(width)

  return {
    async activationOf(work, styled, x) {
      const statistics = await statisticsOf(memory, work, x)
      mean = statistics.mean
      const [a, b] = [row(0), row(1)]
      for (let channel = 0; channel < channels; channel++) {
        const spread = Math.sqrt((statistics.variance[channel] ?? NaN) + EPSILON)
        const factor = (1 + (styled[offset + channel] ?? NaN)) / spread
        // The kernel's snake counts in turns of its sine.
        const turns = alphas ? (alphas[channel] ?? NaN) / Math.PI : 1
        deviation[channel] = spread
        gain[channel] = factor
        a[channel] = factor * turns
        b[channel] = ((styled[offset + channels + channel] ?? NaN) - factor * (mean[channel] ?? NaN)) * turns
      }
      row(3).set(mean)
      return { kind, coefficients }
    },

    async toInput(work, x, gradient, gradients, to, adds = false) {
      const { rows } = x
      const count = Math.ceil(rows / PIECE_ROWS)
      const start = memory.used
      const pieceBytes = 2 * width * FLOAT_BYTES
      const sums = memory.allocate(count * pieceBytes)
      const at = ({ address }: Rows, piece: number) => address + piece * PIECE_ROWS * width * FLOAT_BYTES
      const rowsOf = (piece: number) => Math.min(PIECE_ROWS, rows - piece * PIECE_ROWS)
      await work.pieces(count, 16 * PIECE_ROWS * width, (piece) => [
        'activationGradient', at(x, piece), coefficients, kind, at(gradient, piece), rowsOf(piece), width, sums + piece * pieceBytes,
      ])
      const linear = memory.allocate(3 * width * FLOAT_BYTES)
      const values = memory.float32(sums, count * 2 * width)
      const [p, q, r] = [0, 1, 2].map((index) => memory.float32(linear + index * width * FLOAT_BYTES, width).fill(0)) as [Float32Array, Float32Array, Float32Array]
      for (let channel = 0; channel < channels; channel++) {
        let [ofShift, ofFactor] = [0, 0]
        for (let piece = 0; piece < count; piece++) {
          ofShift += values[2 * piece * width + channel] ?? NaN
          ofFactor += values[(2 * piece + 1) * width + channel] ?? NaN
        }
        const [spread = NaN, factor = NaN, middle = NaN] = [deviation[channel], gain[channel], mean[channel]]
        ofFactor /= spread
        gradients[offset + channel] = ofFactor
        gradients[offset + channels + channel] = ofShift
        p[channel] = factor
        const perValue = (-factor * ofFactor) / (rows * spread)
        q[channel] = perValue
        r[channel] = (-factor * ofShift) / rows - perValue * middle
      }
      if (to) {
        await work.pieces(count, 8 * PIECE_ROWS * width, (piece) => [
          'normGradient', at(gradient, piece), at(x, piece), linear, at(to, piece), rowsOf(piece), width, adds ? 1 : 0,
        ])
      }
      memory.rewind(start)
    },
  }
}
