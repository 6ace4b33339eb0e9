import { multiply } from './gemm'

// Convolutions over time in float32 whose weights lie in memory as numbers of 8 bits: they are made float32 for one layer at
// a time, in either direction. The gradient of a convolution's input is a convolution, too, with the taps in reverse order and
// inputs for outputs: only the steps through the weights differ.

/**
 * Makes panels from <= p < end of what {@link convolveFloat} multiplies by, ceil(columns / 8) of them for each tap: 8 columns'
 * start values, `depth` rows of 8. A weight is (value - zero) · scale; `values` is the address of that of tap 0, row 0, column
 * 0, and the steps lead to the next ones. The first tap's panels start from the `columns` values at `start` times `factor`, or
 * from 0 where `start` is 0; what fills up the last panel is 0.
 */
export function unpackPanels(values: usize, tapStep: i32, rowStep: i32, columnStep: i32, depth: i32, columns: i32, scale: f32, zero: i32, start: usize, factor: f32, to: usize, from: i32, end: i32): void {
  const perTap = (columns + 7) >> 3
  for (let panel = from; panel < end; panel++) {
    const tap = panel / perTap
    const column = (panel - tap * perTap) << 3
    const filled = min(8, columns - column)
    let out = to + <usize>panel * (<usize>(depth + 1) << 5)
    if (filled < 8) memory.fill(out, 0, <usize>(depth + 1) << 5)
    for (let j = 0; j < filled; j++) store<f32>(out + (<usize>j << 2), tap == 0 && start != 0 ? factor * load<f32>(start + (<usize>(column + j) << 2)) : 0)
    out += 32
    let row = values + <usize>(tap * tapStep + column * columnStep)
    for (let k = 0; k < depth; k++, out += 32, row += <usize>rowStep) {
      let from = row
      for (let j = 0; j < filled; j++, from += <usize>columnStep) store<f32>(out + (<usize>j << 2), <f32>(<i32>load<u8>(from) - zero) * scale)
    }
  }
}

/** Values of x at a time, 256 KiB: they and the rows of the result stay in the second-level cache while all taps pass. */
const BLOCK_VALUES: i32 = 65536

/**
 * Rows from <= t < to of out[t] = start + sum over taps of x[t - before + tap · dilation] · w[tap], and with `accumulate` out
 * as it was as well. Rows of x lie `xStep` values apart, `inputs` of which are read, those of out `outStep`; `x` and `out` are
 * the addresses of rows 0, and rows under the taps that lie outside are zeros that are there. `panels` as from {@link unpackPanels}.
 */
export function convolveFloat(x: usize, xStep: i32, panels: usize, inputs: i32, outputs: i32, taps: i32, dilation: i32, before: i32, out: usize, outStep: i32, from: i32, to: i32, accumulate: bool): void {
  const rows = max(24, (BLOCK_VALUES / xStep / 24) * 24)
  const tapBytes = <usize>((outputs + 7) >> 3) * (<usize>(inputs + 1) << 5)
  for (let row = from; row < to; row += rows) {
    const count = min(rows, to - row)
    for (let tap = 0; tap < taps; tap++) {
      const first = x + <usize>((row - before + tap * dilation) * xStep * 4)
      multiply(first, xStep, panels + <usize>tap * tapBytes, out + (<usize>(row * outStep) << 2), outStep, count, outputs, inputs, accumulate || tap > 0)
    }
  }
}
