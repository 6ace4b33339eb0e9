import type { Kernels } from './kernels'

/** A matrix in the kernels' memory, as `multiplyWide` takes it: weights in up to 16 bits. */
export interface WideMatrix {
  readonly address: number
  /** Even: an odd one more that is multiplied by 0. */
  readonly inputs: number
  readonly outputs: number
}

/** Largest number of an activation: with it, `quantiseGroups` rounds what such a matrix is multiplied with. */
export const WIDE_RANGE = 8191

/** Columns that lie together, inputs that are summed up in int32, and bytes in front of a panel's weights: assembly/wide-product.ts. */
const PANEL = 8
const DEPTH = 256
const HEAD_BYTES = 64
const LARGEST_WEIGHT = 32767
/** Most that the magnitudes of a column's numbers may be together in `DEPTH` inputs, less what rounding may add: times activations, it stays below 2^31. */
const MOST_SUM = Math.floor(2 ** 31 / (WIDE_RANGE + 1)) - DEPTH / 2 - 16

/**
 * Puts a matrix into the kernels' memory, each column as finely rounded as no sum of its products with whatever activations
 * can leave int32: random weights keep 12 to 15 bits. `start` is what each output starts from: a bias, zero without it.
 * Errors: `out-of-memory`.
 */
export function packWideMatrix(
  { memory }: Kernels,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
  weight: (input: number, output: number) => number,
  start: (output: number) => number = () => 0,
): WideMatrix {
  const depth = inputs + (inputs % 2)
  const panelBytes = HEAD_BYTES + depth * PANEL * Int16Array.BYTES_PER_ELEMENT
  const address = memory.allocate(Math.ceil(outputs / PANEL) * panelBytes)
  const column = new Float32Array(inputs)
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) column[input] = weight(input, output)
    const worth = worthOf(column)
    const panel = address + Math.floor(output / PANEL) * panelBytes
    const place = output % PANEL
    const head = memory.float32(panel, 2 * PANEL)
    head[place] = start(output)
    head[PANEL + place] = worth
    const numbers = memory.int16(panel + HEAD_BYTES, depth * PANEL)
    const perWorth = worth === 0 ? 0 : 1 / worth
    for (let input = 0; input < inputs; input++) {
      numbers[(input >> 1) * 2 * PANEL + 2 * place + (input & 1)] = Math.round((column[input] ?? 0) * perWorth)
    }
  }
  return { address, inputs: depth, outputs }
}

/** What a number of a column is worth. */
function worthOf(column: Float32Array): number {
  let [largest, mostSum, sum] = [0, 0, 0]
  for (let input = 0; input < column.length; input++) {
    if (input % DEPTH === 0) sum = 0
    const magnitude = Math.abs(column[input] ?? 0)
    sum += magnitude
    if (magnitude > largest) largest = magnitude
    if (sum > mostSum) mostSum = sum
  }
  return Math.max(largest / LARGEST_WEIGHT, mostSum / MOST_SUM)
}
