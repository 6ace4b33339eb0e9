import type { Kernels } from '../../../../kernels/kernels'
import { packMatrix } from '../../../../kernels/packed-matrix'
import { packWideMatrix, WIDE_RANGE } from '../../../../kernels/wide-matrix'

/** Rows in the kernels' memory that a product reads and writes, float32. */
export interface ProductRows {
  /** Address of the first row that is read, and values from one to the next: rows may overlap. */
  readonly from: number
  readonly step: number
  readonly rows: number
  /** Rows that are rounded together, a divisor of `rows`; each by itself where it is not given. What one group gives depends on no other. */
  readonly together?: number
  /** Address of the first row that is written, and values from one to the next. */
  readonly to: number
  readonly toStep: number
  /** Adds to what is there. */
  readonly adds?: boolean
}

/** Multiplies rows by a matrix. */
export type CodecProduct = (rows: ProductRows) => void

/** How the codec's matrices are multiplied. */
export interface CodecProducts {
  /** Puts a matrix into the kernels' memory; `start` is what each output starts from, 0 where it is not given. Errors: `out-of-memory`. */
  load(
    size: { readonly inputs: number; readonly outputs: number },
    weight: (input: number, output: number) => number,
    start?: (output: number) => number,
  ): CodecProduct
}

/**
 * The products that this processor computes fastest. x86 has an instruction for int16 that does the work of two for float32,
 * ARM takes four times as many, so there it is float32. A processor is known by the sign of the NaN that it makes of 0 / 0.
 */
export function codecProducts(kernels: Kernels): CodecProducts {
  return kernels.run.madeNanSign(0) === 1 ? wideProducts(kernels) : floatProducts(kernels)
}

/** In float32. */
export function floatProducts(kernels: Kernels): CodecProducts {
  return {
    load(size, weight, start) {
      const { address, inputs, outputs } = packMatrix(kernels, size, weight, start)
      return ({ from, step, rows, to, toStep, adds = false }) => {
        kernels.run.multiply(from, step, address, to, toStep, rows, outputs, inputs, Number(adds))
      }
    },
  }
}

/** Activations in 14 bits with a scale for each group of rows, weights in 12 to 16: some 70 dB of a product. */
export function wideProducts(kernels: Kernels): CodecProducts {
  const { run, memory } = kernels
  const scratch = { numbers: 0, numbersLength: 0, scales: 0, scalesLength: 0 }

  /** Room for rounded rows, which all products share. */
  function reserve(length: number, rows: number): void {
    if (length > scratch.numbersLength) Object.assign(scratch, { numbers: memory.allocate(2 * length), numbersLength: length })
    if (rows > scratch.scalesLength) Object.assign(scratch, { scales: memory.allocate(4 * rows), scalesLength: rows })
  }

  return {
    load(size, weight, start) {
      const { address, inputs, outputs } = packWideMatrix(kernels, size, weight, start)
      return ({ from, step, rows, together = 1, to, toStep, adds = false }) => {
        const groups = rows / together
        const span = (together - 1) * step + size.inputs
        const spanStep = Math.ceil(span / 8) * 8
        reserve(groups * spanStep + inputs, rows)
        const { numbers, scales } = scratch
        run.quantiseGroups(from, groups, together * step, span, WIDE_RANGE, numbers, spanStep, scales, together)
        // Rows that are rounded each by itself lie evenly, like those of one group.
        const [groupRows, rowStep] = together === 1 ? [rows, spanStep] : [together, step]
        run.multiplyWide(numbers, rowStep, groupRows, 2 * spanStep, scales, address, to, toStep, rows, outputs, inputs, adds ? 1 : 0)
      }
    },
  }
}
