import type { NetworkParts } from './network-parts'
import type { PacedWork } from './paced-work'

/** A layer norm in place, and LeakyReLU with slope 0.2 after it where `leaky`. */
export interface RowNorm {
  apply(work: PacedWork, x: number, rows: number, leaky?: boolean): Promise<void>
}

const SLOPE = 0.2
/** Multiplications that take as long as what is done with a value. */
const VALUE_COST = 8

/** The norm whose factors and summands are the initialisers of these names. Errors: `model-mismatch`, `out-of-memory`. */
export function createRowNorm(parts: NetworkParts, [factors, summands]: readonly [string, string], width: number, epsilon: number): RowNorm {
  const [factor, summand] = [placeVector(parts, parts.weights.vector(factors, width)), placeVector(parts, parts.weights.vector(summands, width))]
  return {
    async apply(work, x, rows, leaky = false) {
      await normRows(work, { x, rows, width, factor, summand, epsilon })
      if (leaky) await work.pieces(1, rows * width * VALUE_COST, () => ['leakyRelu', x, SLOPE, rows * width])
    },
  }
}

/** x = (x - mean) / sqrt(variance + epsilon) · factor + summand, for each of `rows` rows of `width` values; addresses. */
export function normRows(
  work: PacedWork,
  { x, rows, width, factor, summand, epsilon }: {
    readonly x: number, readonly rows: number, readonly width: number, readonly factor: number, readonly summand: number, readonly epsilon: number
  },
): Promise<void> {
  return work.each(rows, 1, width * VALUE_COST, (from, to) => {
    const at = x + 4 * from * width
    return ['layerNorm', at, factor, summand, at, to - from, width, epsilon]
  })
}

/** Puts a vector into the kernels' memory; gives its address. Errors: `out-of-memory`. */
export function placeVector({ team: { kernels: { memory } } }: Pick<NetworkParts, 'team'>, values: Float32Array): number {
  const address = memory.allocate(4 * values.length)
  memory.float32(address, values.length).set(values)
  return address
}

/** Repeats each row as often as its token's duration says; gives the address of the copies, in memory that is taken for them. Errors: `out-of-memory`. */
export function spreadRows(
  { team: { kernels: { memory } } }: Pick<NetworkParts, 'team'>,
  { rows, width, durations }: { readonly rows: number; readonly width: number; readonly durations: Int32Array },
): number {
  const frames = durations.reduce((sum, count) => sum + count, 0)
  const address = memory.allocate(4 * frames * width)
  const [from, to] = [memory.float32(rows, durations.length * width), memory.float32(address, frames * width)]
  let frame = 0
  durations.forEach((count, token) => {
    for (let i = 0; i < count; i++, frame++) to.set(from.subarray(token * width, (token + 1) * width), frame * width)
  })
  return address
}
