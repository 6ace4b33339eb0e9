import { ACTIVATION, type ReadActivation } from '../../../../kernels/int8-convolution'
import type { KernelMemory } from '../../../../kernels/kernel-memory'
import type { StoredMatrix } from '../../../../formats/weights'
import { named, type NetworkParts } from './network-parts'
import type { PacedWork, Rows } from './paced-work'
import type { DeltasByNorm } from './voice-deltas'

/** Values of a style row that colour the sound; the other half is for the prosody. */
export const SOUND_STYLE = 128
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
export const EPSILON = 1e-5
/** Rows whose statistics are taken together, however many threads there are: so they are the same everywhere. */
const PIECE_ROWS = 1024

/**
 * Adaptive instance norm (Huang and Belongie 2017) and the activation behind it: every channel gets a mean and a deviation
 * that the style says.
 */
export interface StyleNorm {
  /** What the style says: [channels] that a channel is multiplied by once it is normalised, and moved by. */
  styled(style: NormStyle): StyledChannels
  /** What a convolution is to do to these rows while it reads them, whose statistics may be known. Holds until it is called again. */
  activationOf(work: PacedWork, style: NormStyle, rows: Rows, known?: PieceStatistics): Promise<ReadActivation>
}

/** What moves norms: half a style row, and what a learned voice adds to what the norms make of it. */
export interface NormStyle {
  readonly values: Float32Array
  readonly deltas?: DeltasByNorm
}

export interface StyledChannels {
  readonly scale: Float32Array
  readonly shift: Float32Array
}

/** What `channelStatistics` says of some rows, `pieceRows` at a time. */
export interface PieceStatistics {
  readonly address: number
  readonly pieceRows: number
}

/**
 * Makes the norm whose projection is `PATH/fc`, for rows of `width` values (its channels, filled up with zeros). `alpha` is
 * the name of the snake's; LeakyReLU without it. `bias` is that of the projection's.
 */
export function createStyleNorm({ team, weights }: NetworkParts, path: string, width: number, alpha?: string, bias = named(path, 'fc.bias')): StyleNorm {
  const { memory } = team.kernels
  const projection = createProjection(weights.linear(`${path}/fc`), weights.vector(bias))
  const channels = projection.outputs / 2
  const alphas = alpha === undefined ? null : weights.vector(alpha, channels)
  const coefficients = memory.allocate((alphas === null ? 2 : 3) * width * FLOAT_BYTES)
  if (alphas !== null) memory.float32(coefficients + 2 * width * FLOAT_BYTES, channels).set(alphas.map((value) => Math.PI / value))
  function styledOf(style: NormStyle): Float64Array {
    const styled = projection.of(style.values)
    style.deltas?.get(path)?.forEach((delta, i) => { styled[i] = (styled[i] ?? NaN) + delta })
    return styled
  }

  return {
    styled(style) {
      const styled = Float32Array.from(styledOf(style))
      return { scale: styled.subarray(0, channels).map((value) => 1 + value), shift: styled.subarray(channels) }
    },
    async activationOf(work, style, rows, known) {
      const { mean, variance } = known ? merged(memory, rows, known) : await statisticsOf(memory, work, rows)
      const styled = styledOf(style)
      const [a, b] = [memory.float32(coefficients, channels), memory.float32(coefficients + width * FLOAT_BYTES, channels)]
      for (let channel = 0; channel < channels; channel++) {
        const gain = (1 + (styled[channel] ?? NaN)) / Math.sqrt((variance[channel] ?? NaN) + EPSILON)
        // The kernel's snake counts in turns of its sine.
        const turns = alphas === null ? 1 : (alphas[channel] ?? NaN) / Math.PI
        a[channel] = gain * turns
        b[channel] = ((styled[channels + channel] ?? NaN) - gain * (mean[channel] ?? NaN)) * turns
      }
      return { kind: alphas === null ? ACTIVATION.leaky : ACTIVATION.snake, coefficients }
    },
  }
}

/** Mean and variance of each channel. */
export async function statisticsOf(memory: KernelMemory, work: PacedWork, rows: Rows) {
  const { address, width } = rows
  const count = Math.ceil(rows.rows / PIECE_ROWS)
  const pieceBytes = 2 * width * FLOAT_BYTES
  const pieces = memory.allocate(count * pieceBytes)
  await work.pieces(count, 8 * PIECE_ROWS * width, (piece) => [
    'channelStatistics', address + piece * PIECE_ROWS * width * FLOAT_BYTES, Math.min(PIECE_ROWS, rows.rows - piece * PIECE_ROWS), width, pieces + piece * pieceBytes,
  ])
  const whole = merged(memory, rows, { address: pieces, pieceRows: PIECE_ROWS })
  memory.rewind(pieces)
  return whole
}

/** Mean and variance of each channel, from those of pieces (Chan, Golub and LeVeque 1983). */
function merged(memory: KernelMemory, { rows, width }: Rows, { address, pieceRows }: PieceStatistics) {
  const count = Math.ceil(rows / pieceRows)
  const values = memory.float32(address, count * 2 * width)
  const [mean, squares] = [new Float64Array(width), new Float64Array(width)]
  for (let piece = 0; piece < count; piece++) {
    const before = piece * pieceRows
    const own = Math.min(pieceRows, rows - before)
    for (let channel = 0; channel < width; channel++) {
      const off = (values[2 * piece * width + channel] ?? NaN) - (mean[channel] ?? NaN)
      mean[channel] = (mean[channel] ?? NaN) + (off * own) / (before + own)
      squares[channel] = (squares[channel] ?? NaN) + (values[(2 * piece + 1) * width + channel] ?? NaN) + (off * off * before * own) / (before + own)
    }
  }
  return { mean, variance: squares.map((sum) => sum / rows) }
}

/** A linear layer on one vector, with a copy of its weights: the file they came in need not stay. */
function createProjection({ inputs, outputs, values, inputsFirst, scales }: StoredMatrix, bias: Float32Array) {
  const weights = values.slice()
  const [inputStep, outputStep] = inputsFirst ? [outputs, 1] : [1, inputs]
  const scale = scales.slice()
  return {
    outputs,
    of(vector: Float32Array): Float64Array {
      const sums = new Float64Array(outputs)
      for (let input = 0; input < inputs; input++) {
        const value = vector[input] ?? NaN
        for (let output = 0; output < outputs; output++) sums[output] = (sums[output] ?? NaN) + value * (weights[input * inputStep + output * outputStep] ?? NaN)
      }
      return sums.map((sum, output) => sum * (scale.length === 0 ? 1 : (scale[output] ?? NaN)) + (bias[output] ?? NaN))
    },
  }
}
