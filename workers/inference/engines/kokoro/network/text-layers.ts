import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { StoredMatrix } from '../../../../formats/weights'
import type { KernelTeam } from '../../../../kernels/kernel-team'
import { lstmCall, packRecurrence, type PackedRecurrence } from '../../../../kernels/lstm'
import { packRowProduct, rowProductCall, type PlacedWeights, type RowLayer, type RowProduct } from '../../../../kernels/row-product'
import type { NetworkWeights, StoredConvolution } from './network-weights'

/** A linear layer or a convolution, on rows at an address. */
export interface TextLayer {
  /** Values of a row that it reads, and that it writes: outputs filled up to a multiple of 8. */
  readonly width: number
  readonly outWidth: number
  apply(call: LayerCall): void
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

/** A bidirectional LSTM. */
export interface TextLstm {
  readonly hidden: number
  /** What the inputs make of each direction's gates: rows of 4 · hidden values. */
  readonly gates: readonly [TextLayer, TextLayer]
  /** Rows of 2 · hidden values: both directions' outputs side by side. `gates` are the addresses of both directions' gates. */
  apply(gates: readonly [number, number], rows: number, out: number): void
}

/** How a layer differs from a plain one. */
export type LayerOptions = Omit<RowLayer, 'inputs' | 'outputs' | 'taps' | 'bias'>

/** Makes layers of the stored weights in the team's memory. Errors of all: `model-mismatch`, `out-of-memory`. */
export interface TextLayers {
  readonly team: KernelTeam
  readonly weights: NetworkWeights
  /** `bias` is the initialiser's name; null for none. */
  linear(node: string, bias: string | null, options: LayerOptions): TextLayer
  convolution(node: string, bias: string | null, options: LayerOptions): TextLayer
  lstm(node: string): TextLstm
  /** Puts a vector into the memory. */
  readonly place: (values: Float32Array) => number
  /** Takes what room the layers need while they work; when all are made, and before any is used. */
  readonly reserveScratch: () => void
}

export function createTextLayers(team: KernelTeam, weights: NetworkWeights): TextLayers {
  const { kernels } = team
  const { memory } = kernels
  const scratch = createScratch(team)

  function layer(placed: PlacedWeights, shape: RowLayer): TextLayer {
    const packed = packRowProduct(kernels, placed, shape)
    scratch.reserve(packed.scratchBytes)
    return { width: packed.width, outWidth: packed.outWidth, apply: (call) => { applyProduct(team, packed, call, scratch.of) } }
  }
  const biasOf = (name: string | null, outputs: number) => (name === null ? new Float32Array(outputs) : weights.vector(name, outputs))

  return {
    team,
    weights,
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
      }) as [Direction, Direction]
      return {
        hidden: forward.recurrence.hidden,
        gates: [forward.gates, backward.gates],
        apply: (gates, rows, out) => { applyLstm(team, [forward.recurrence, backward.recurrence], gates, { rows, out, scratch: scratch.of }) },
      }
    },
    place(values) {
      const address = memory.allocate(4 * values.length)
      memory.float32(address, values.length).set(values)
      return address
    },
    reserveScratch: scratch.take,
  }
}

interface Direction {
  readonly recurrence: PackedRecurrence
  readonly gates: TextLayer
}

/** Room that every lane has of its own, as much as the layer that needs most. */
function createScratch({ kernels, lanes }: KernelTeam) {
  let bytes = 0
  let addresses: readonly number[] = []
  return {
    reserve: (wanted: number): void => {
      bytes = Math.max(bytes, wanted)
    },
    take: (): void => {
      addresses = Array.from({ length: lanes }, () => kernels.memory.allocate(bytes))
    },
    of: (lane: number): number => {
      const address = addresses[lane]
      if (address === undefined) throw new MynaError('internal', 'layers without room to work in')
      return address
    },
  }
}

function applyProduct(team: KernelTeam, packed: RowProduct, { x, rows, out, step = packed.outWidth, ...rest }: LayerCall, scratchOf: (lane: number) => number): void {
  // In whole stretches, so that any number of lanes gives the same.
  team.each(rows, packed.stretch, (from, to, lane) => rowProductCall(packed, { ...rest, x, total: rows, from, to, out, step, scratch: scratchOf(lane) }))
}

function applyLstm(
  team: KernelTeam,
  directions: readonly [PackedRecurrence, PackedRecurrence],
  gates: readonly [number, number],
  { rows, out, scratch }: { readonly rows: number; readonly out: number; readonly scratch: (lane: number) => number },
): void {
  const { hidden } = directions[0]
  team.run(2, (index, lane) => {
    const backward = index === 1
    const place = { rows, backward, gateStep: 4 * hidden, out: out + (backward ? 4 * hidden : 0), step: 2 * hidden, scratch: scratch(lane) }
    return lstmCall(directions[backward ? 1 : 0], { ...place, gates: gates[backward ? 1 : 0] })
  })
}

function placedMatrix({ inputs, outputs, values, inputsFirst, scales }: StoredMatrix): PlacedWeights {
  const steps = inputsFirst ? { output: 1, input: outputs, tap: 0 } : { output: inputs, input: 1, tap: 0 }
  return { values, steps, zeroPoint: 0, scales: scales.length === 0 ? [1] : scales }
}

function placedConvolution({ dims: [, inputs, taps], values, scale, zeroPoint }: StoredConvolution): PlacedWeights {
  return { values, steps: { output: inputs * taps, input: taps, tap: 1 }, zeroPoint, scales: [scale] }
}
