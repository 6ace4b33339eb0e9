import { generatorNames } from '../../../../formats/step-names'
import type { KernelMemory } from '../../../../kernels/kernel-memory'
import type { Session } from '../../../../runtime/session'
import { float32, floats, type TensorValue } from '../../../../runtime/tensor'
import type { Generator, KernelGenerator } from '../network/generator'
import type { Rows } from '../network/paced-work'
import { BINS } from '../network/spectrum'
import type { NormStyle } from '../network/style-norm'

/** Values of a window that count. */
const VALUES = 2 * BINS

/**
 * The generator as a compiled graph, over rows in the kernels' memory. `kernels` says what the style makes of its norms. Until the
 * graph has answered it changes none of the rows. Errors: those of `Session.run`.
 */
export function createGpuGenerator(session: Pick<Session, 'run'>, memory: KernelMemory, kernels: Pick<KernelGenerator, 'styled'>): Generator {
  const viewOf = ({ address, rows, width }: Rows) => memory.float32(address, rows * width)

  function feedsOf(style: NormStyle, x: Rows, spectrum: Rows): Record<string, TensorValue> {
    const feeds: Record<string, TensorValue> = {
      [generatorNames.rows]: float32(viewOf(x).slice(), [1, x.rows, x.width]),
      [generatorNames.source]: float32(viewOf(spectrum).filter((_, i) => i % spectrum.width < VALUES), [1, spectrum.rows, VALUES]),
    }
    for (const [norm, { scale, shift }] of kernels.styled(style)) {
      feeds[generatorNames.scale(norm)] = float32(scale, [1, scale.length, 1])
      feeds[generatorNames.shift(norm)] = float32(shift, [1, shift.length, 1])
    }
    return feeds
  }

  return {
    async run(work, style, x, spectrum) {
      const made = floats((await session.run(feedsOf(style, x, spectrum)))[generatorNames.spectrum])
      const to = viewOf(spectrum)
      for (let row = 0; row < spectrum.rows; row++) to.set(made.subarray(row * VALUES, (row + 1) * VALUES), row * spectrum.width)
      work.reached('spectrum', spectrum)
    },
  }
}

/** A generator that is the kernels' from the part on in which the other one fails: `hasFailed` says so. */
export interface GuardedGenerator extends Generator {
  readonly hasFailed: boolean
}

/**
 * A generator on the GPU that goes on on the kernels when the device is lost, or whatever else fails there: a part of the sound is
 * made as a whole, so that the kernels make it from what the GPU got. Errors: those of the kernels, `aborted`.
 */
export function withKernels(onGpu: Generator, kernels: Generator): GuardedGenerator {
  let hasFailed = false
  return {
    get hasFailed() {
      return hasFailed
    },
    async run(...part) {
      if (!hasFailed) {
        try {
          await onGpu.run(...part)
          return
        } catch {
          hasFailed = true
        }
      }
      await kernels.run(...part)
    },
  }
}
