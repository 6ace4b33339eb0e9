import type { KernelMemory } from './kernel-memory'

/** Wavelengths of rotary embeddings grow up to 2π times this (`max_period` of the configuration). */
const MAX_PERIOD = 10_000

/** Angles of rotary position embedding for a stretch of positions, as the kernel `rotatePairs` reads them. */
export interface RotationTable {
  readonly address: number
  /** Makes it the table of `rows` positions from `position` on. */
  fill(position: number, rows: number): void
}

/**
 * Makes a table for heads of `width` values and up to `most` positions. Frequencies and angles are rounded to float32, as the
 * official code has them: at late positions that moves an angle by more than any other rounding.
 */
export function createRotationTable(memory: KernelMemory, width: number, most: number): RotationTable {
  const frequencies = Float32Array.from({ length: width / 2 }, (_, pair) => Math.exp(Math.fround(pair * Math.fround((-Math.log(MAX_PERIOD) * 2) / width))))
  const address = memory.allocate(most * 2 * width * Float32Array.BYTES_PER_ELEMENT)
  return {
    address,
    fill(position, rows) {
      const table = memory.float32(address, rows * 2 * width)
      for (let row = 0; row < rows; row++) {
        const cosines = table.subarray(row * 2 * width, (row * 2 + 1) * width)
        const sines = table.subarray((row * 2 + 1) * width, (row * 2 + 2) * width)
        frequencies.forEach((frequency, pair) => {
          const angle = Math.fround((position + row) * frequency)
          cosines.fill(Math.cos(angle), 2 * pair, 2 * pair + 2)
          sines[2 * pair] = -Math.sin(angle)
          sines[2 * pair + 1] = Math.sin(angle)
        })
      }
    },
  }
}
