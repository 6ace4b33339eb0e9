import type { StoredMatrix } from '../../../../formats/weights'
import { lstmCall, packRecurrence, type PackedRecurrence } from '../../../../kernels/lstm'
import type { PlacedWeights } from '../../../../kernels/packed-weights'
import { packRowProduct, rowProductCall, type RowLayer } from '../../../../kernels/row-product'
import { placedConvolution } from './convolution-layer'
import type { NetworkParts } from './network-parts'
import type { PacedWork } from './paced-work'

/** A linear layer or a convolution, on rows at an address. */
export interface TextLayer {
  /** Values of a row that it writes: outputs filled up to a multiple of 8. */
  readonly outWidth: number
  apply(work: PacedWork, call: LayerCall): Promise<void>
}

/** Addresses of float32 rows. */
export interface LayerCall {
  readonly x: number
  readonly rows: number
  readonly out: number
  /** How far apart rows of `out` and `plus` lie, in values; `outWidth` where it is not given. */
  readonly step?: number
  /** For a layer that reads LeakyReLU of its inputs: what they are scaled and shifted by. */
  readonly coefficients?: number
  /** Rows that are added, times `factor` (1 where it is not given). */
  readonly plus?: number
  readonly factor?: number
}

/** A bidirectional LSTM. Its results are rows of 2 · hidden values, both directions' outputs side by side. */
export interface TextLstm {
  readonly hidden: number
  /** Of `rows` rows at `x`; results to `out`. Takes memory. */
  run(work: PacedWork, x: number, rows: number, out: number): Promise<void>
  /** What the inputs make of each direction's gates: addresses of rows of 4 · hidden values, in memory that is taken for them. */
  gatesOf(work: PacedWork, x: number, rows: number): Promise<BothGates>
  /** The rest of the way, from gates. */
  recur(work: PacedWork, gates: BothGates, rows: number, out: number): Promise<void>
}

export type BothGates = readonly [forward: number, backward: number]

/** How a layer differs from a plain one. */
export type LayerOptions = Omit<RowLayer, 'inputs' | 'outputs' | 'taps' | 'bias'>

/** Makes layers of the stored weights. Errors of all: `model-mismatch`, `out-of-memory`. */
export interface TextLayers extends NetworkParts {
  /** `bias` is the initialiser's name; null for none. */
  linear(node: string, bias: string | null, options: LayerOptions): TextLayer
  convolution(node: string, bias: string | null, options: LayerOptions): TextLayer
  lstm(node: string): TextLstm
}

export function createTextLayers(parts: NetworkParts): TextLayers {
  const { team, weights, scratch } = parts
  const { kernels } = team

  function layer(placed: PlacedWeights, shape: RowLayer): TextLayer {
    const packed = packRowProduct(kernels, placed, shape)
    scratch.reserve(packed.scratchBytes)
    const cost = packed.width * packed.outWidth * (shape.taps ?? 1) * shape.digits
    return {
      outWidth: packed.outWidth,
      apply: (work, { x, rows, out, step = packed.outWidth, ...rest }) =>
        // In whole stretches, so that any number of lanes gives the same.
        work.each(rows, packed.stretch, cost, (from, to, lane) =>
          rowProductCall(packed, { ...rest, x, total: rows, from, to, out, step, scratch: scratch.of(lane) })),
    }
  }
  const biasOf = (name: string | null, outputs: number) => (name === null ? new Float32Array(outputs) : weights.vector(name, outputs))

  return {
    ...parts,
    linear(node, bias, options) {
      const matrix = weights.linear(node)
      return layer(placedMatrix(matrix), { ...options, inputs: matrix.inputs, outputs: matrix.outputs, bias: biasOf(bias, matrix.outputs) })
    },
    convolution(node, bias, options) {
      const stored = weights.convolution(node)
      const [outputs, inputs, taps] = stored.dims
      return layer(placedConvolution(stored), { ...options, inputs, outputs, taps, bias: biasOf(bias, outputs) })
    },
    lstm(node) {
      const [forward, backward] = weights.recurrence(node).map(({ hidden, input, recurrent, bias }) => {
        const recurrence = packRecurrence(kernels, placedMatrix(recurrent), hidden)
        scratch.reserve(recurrence.scratchBytes)
        return { recurrence, gates: layer(placedMatrix(input), { inputs: input.inputs, outputs: 4 * hidden, bias, digits: 2 }) }
      }) as [LstmDirection, LstmDirection]
      return createLstm(parts, [forward, backward])
    },
  }
}

interface LstmDirection {
  readonly recurrence: PackedRecurrence
  readonly gates: TextLayer
}

function createLstm({ team, scratch }: NetworkParts, directions: readonly [LstmDirection, LstmDirection]): TextLstm {
  const { hidden } = directions[0].recurrence
  const gateWidth = 4 * hidden

  async function gatesOf(work: PacedWork, x: number, rows: number): Promise<BothGates> {
    const gates = directions.map(() => team.kernels.memory.allocate(4 * rows * gateWidth)) as [number, number]
    await directions[0].gates.apply(work, { x, rows, out: gates[0] })
    await directions[1].gates.apply(work, { x, rows, out: gates[1] })
    return gates
  }

  const recur = (work: PacedWork, gates: BothGates, rows: number, out: number) =>
    // Twice as dear as what is multiplied with many rows at once.
    work.pieces(2, 4 * rows * hidden * gateWidth, (index, lane) => {
      const backward = index === 1
      const [{ recurrence }, at] = backward ? [directions[1], gates[1]] : [directions[0], gates[0]]
      return lstmCall(recurrence, { gates: at, gateStep: gateWidth, rows, backward, out: out + (backward ? 4 * hidden : 0), step: 2 * hidden, scratch: scratch.of(lane) })
    })

  return { hidden, gatesOf, recur, run: async (work, x, rows, out) => recur(work, await gatesOf(work, x, rows), rows, out) }
}

function placedMatrix({ inputs, outputs, values, inputsFirst, scales }: StoredMatrix): PlacedWeights {
  const steps = inputsFirst ? { output: 1, input: outputs, tap: 0 } : { output: inputs, input: 1, tap: 0 }
  return { values, steps, zeroPoint: 0, scales: scales.length === 0 ? [1] : scales }
}
