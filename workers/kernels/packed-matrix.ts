import type { Kernels } from './kernels'

/** A matrix in the kernels' memory, as their `multiply` takes its second factor. */
export interface PackedMatrix {
  readonly address: number
  readonly inputs: number
  readonly outputs: number
}

/** Columns that lie together; `multiply` computes so many at a time. */
const PANEL = 8

/** Values that a packed matrix takes: each panel has a row of start values before its own. */
export function packedLength(inputs: number, outputs: number): number {
  return Math.ceil(outputs / PANEL) * (inputs + 1) * PANEL
}

/** Puts a matrix into the kernels' memory. `start` is what each output starts from: a bias, zero without it. Errors: `out-of-memory`. */
export function packMatrix(
  { memory }: Kernels,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
  weight: (input: number, output: number) => number,
  start: (output: number) => number = () => 0,
): PackedMatrix {
  const length = packedLength(inputs, outputs)
  const address = memory.allocate(length * Float32Array.BYTES_PER_ELEMENT)
  const packed = memory.float32(address, length)
  for (let output = 0; output < outputs; output++) {
    let at = Math.floor(output / PANEL) * (inputs + 1) * PANEL + (output % PANEL)
    packed[at] = start(output)
    for (let input = 0; input < inputs; input++) {
      at += PANEL
      packed[at] = weight(input, output)
    }
  }
  return { address, inputs, outputs }
}
