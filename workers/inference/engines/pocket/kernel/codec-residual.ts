import { createConvolution, type CodecParts } from '../codec/convolution'

/** SEANet's residual block: x += conv₁(ELU(conv₃(ELU(x)))), in place. */
export interface ResidualBlock {
  /** `x`: address of `rows` rows. */
  run(x: number, rows: number): void
}

/** Makes the block `NAME` (its convolutions are `NAME.block.1.conv` and `NAME.block.3.conv`) for up to `most` rows per call. */
export function createResidualBlock(parts: CodecParts, name: string, most: number): ResidualBlock {
  const { run } = parts.kernels
  const narrow = createConvolution(parts, `${name}.block.1.conv`, { most })
  const widen = createConvolution(parts, `${name}.block.3.conv`, { most, adds: true })
  return {
    run(x, rows) {
      run.elu(x, narrow.rows.input, rows * widen.outputs)
      narrow.run(rows, widen.rows.input)
      run.elu(widen.rows.input, widen.rows.input, rows * narrow.outputs)
      widen.run(rows, x)
    },
  }
}
