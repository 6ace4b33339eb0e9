import type { KernelMemory } from '../../../../kernels/kernel-memory'
import type { NetworkParts } from '../network/network-parts'
import type { Rows } from '../network/paced-work'
import type { StyleProjections } from './style-projections'

export const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/** What the convolutions of a fit multiply with: in float32, or in 8 bits as the network that speaks, in which a pass takes a third of the time. */
export interface FittingArithmetic {
  readonly forward: 'float32' | 'int8'
  readonly backward: 'float32' | 'int8'
}

/** What the layers of a network that learns are made from. */
export interface FittingParts extends NetworkParts {
  readonly arithmetic: FittingArithmetic
  readonly projections: StyleProjections
}

/** Rows of zeros that lie before and behind rows that are convolved in float32: the reach of 11 taps, five rows apart. */
export const MARGIN_ROWS = 25

/** Takes room for rows, which is not zeros, with {@link MARGIN_ROWS} rows of zeros at both ends. */
export function takeRows(memory: KernelMemory, rows: number, width: number): Rows {
  const margin = MARGIN_ROWS * width
  const all = memory.allocate((rows * width + 2 * margin) * FLOAT_BYTES)
  for (const at of [0, margin + rows * width]) memory.float32(all + at * FLOAT_BYTES, margin).fill(0)
  return { address: all + margin * FLOAT_BYTES, rows, width }
}

/** Values of rows in the kernels' memory; not to be kept across `allocate`. */
export function valuesOf(memory: KernelMemory, { address, rows, width }: Rows): Float32Array<ArrayBuffer> {
  return memory.float32(address, rows * width)
}

/** `count` filled up to a multiple of 16, as convolutions in whole numbers read their rows. */
export function filled(count: number): number {
  return Math.ceil(count / 16) * 16
}
