import type { KernelTeam } from '../../../../kernels/kernel-team'
import type { TextLayers } from './text-layers'

/** A layer norm in place, and LeakyReLU with slope 0.2 after it where `leaky`. */
export interface RowNorm {
  apply(x: number, rows: number, leaky?: boolean): void
}

const SLOPE = 0.2

/** The norm whose factors and summands are the initialisers of these names. Errors: `model-mismatch`, `out-of-memory`. */
export function createRowNorm({ team, weights, place }: TextLayers, [factors, summands]: readonly [string, string], width: number, epsilon: number): RowNorm {
  const [factor, summand] = [place(weights.vector(factors, width)), place(weights.vector(summands, width))]
  return {
    apply(x, rows, leaky = false) {
      normRows(team, { x, rows, width, factor, summand, epsilon })
      if (leaky) team.run(1, () => ['leakyRelu', x, SLOPE, rows * width])
    },
  }
}

/** x = (x - mean) / sqrt(variance + epsilon) · factor + summand, for each of `rows` rows of `width` values; addresses. */
export function normRows(
  team: KernelTeam,
  { x, rows, width, factor, summand, epsilon }: {
    readonly x: number, readonly rows: number, readonly width: number, readonly factor: number, readonly summand: number, readonly epsilon: number
  },
): void {
  team.each(rows, 1, (from, to) => {
    const at = x + 4 * from * width
    return ['layerNorm', at, factor, summand, at, to - from, width, epsilon]
  })
}
