import type { KernelMemory } from '../../../../kernels/kernel-memory'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Generator } from './generator'
import type { PacedWork, Rows } from './paced-work'
import { rowsWithMargins } from './sound-network'
import { BINS } from './spectrum'
import type { NormStyle } from './style-norm'

/** Rows of the generator in a trial, 0.6 s, and windows of the source's spectrum for each. */
const ROWS = 48
const WINDOWS_PER_ROW = 60

/** A stretch of a sentence as its generator gets it. */
export interface TrialStretch {
  /** Frames of sound in it. */
  readonly frames: number
  /** The spectrum that a generator makes of it, [windows, 2 · BINS]. Errors: those of the generator. */
  readonly run: (generator: Generator) => Promise<Float32Array>
}

/**
 * Takes the stretch out of what `speak` has a generator make, which must be the first half second of something longer: it is
 * stopped there. Errors: those of `speak`.
 */
export async function takeStretch(memory: KernelMemory, work: PacedWork, speak: (generator: Generator) => AsyncGenerator<unknown, void, undefined>): Promise<TrialStretch> {
  const kept: { readonly style: NormStyle; readonly x: Kept; readonly spectrum: Kept }[] = []
  const sound = speak({
    run(_work, style, x, spectrum) {
      const rows = Math.min(ROWS, x.rows)
      kept.push({ style: { ...style }, x: keep(memory, x, rows), spectrum: keep(memory, spectrum, rows * WINDOWS_PER_ROW + 1) })
      return Promise.resolve()
    },
  })
  await sound.next()
  await sound.return()
  const [stretch] = kept
  if (stretch === undefined) throw new MynaError('internal', 'nothing was to be made')
  return {
    frames: stretch.x.rows / 2,
    async run(generator) {
      const start = memory.used
      try {
        const [x, spectrum] = [place(memory, stretch.x), place(memory, stretch.spectrum)]
        await generator.run(work, stretch.style, x, spectrum)
        return memory.float32(spectrum.address, spectrum.rows * spectrum.width).filter((_, i) => i % spectrum.width < 2 * BINS)
      } finally {
        memory.rewind(start)
      }
    },
  }
}

interface Kept {
  readonly rows: number
  readonly width: number
  readonly values: Float32Array
}

function keep(memory: KernelMemory, { address, width }: Rows, rows: number): Kept {
  return { rows, width, values: memory.float32(address, rows * width).slice() }
}

function place(memory: KernelMemory, { rows, width, values }: Kept): Rows {
  const placed = rowsWithMargins(memory, rows, width)
  memory.float32(placed.address, values.length).set(values)
  return placed
}
