import type { LoadKernels } from '../../../../kernels/kernels'
import type { ChoiceContext, OnKernels } from '../best-graph'
import { similar } from '../published/kernel-check'
import type { Opened } from '../published/graphs'

/**
 * Least signal-to-noise ratio in dB between a float32 graph and the kernels, which differ by the order of summation only:
 * 110 with random weights.
 */
const LEAST_FLOAT_SIGNAL = 80

/**
 * A part of the codec on kernels, and when that counts as proven. They compute in float32 whatever the graph does. ONNX
 * Runtime also rounds activations where the graph is quantised, which is noise of 32 to 33 dB with the published structure:
 * there it takes a fault that is louder than that to be noticed.
 */
export function codecOnKernels<T>(
  { loadKernels }: Pick<ChoiceContext, 'loadKernels'>,
  quantised: boolean,
  open: (loadKernels: LoadKernels) => Promise<Opened<T>>,
): OnKernels<T> | null {
  if (!loadKernels) return null
  return {
    open: () => open(loadKernels),
    agree: (actual, expected) => (quantised ? similar(actual, expected) : similar(actual, expected, LEAST_FLOAT_SIGNAL)),
  }
}
