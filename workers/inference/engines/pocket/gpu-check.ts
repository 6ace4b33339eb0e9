import { MynaError, toMynaError } from '../../../../src/protocol/errors'
import type { Opened } from './pocket-sessions'
import { exerciseAndRelease, peak, same, type Result } from './lean/rewrite-check'

/** The same graph, or one that computes the same, on both processors. */
export interface OnBoth<T> {
  readonly onCpu: () => Promise<Opened<T>>
  readonly onGpu: () => Promise<Opened<T>>
  /** Runs either on a fixed input. */
  readonly exercise: (value: T) => Promise<readonly Result[]>
}

/**
 * How far a value may be off, as a share of the largest one beside it. GPUs sum up in another order and have their own
 * exp and sin: up to 0.03 % on Chromium's software adapter. Drivers that compute wrongly give noise or NaN (onnxruntime 29807).
 */
const GPU_SHARE = 0.02

/**
 * Opens a graph on the GPU after both processors ran it on a fixed input and agreed, one after the other. The verdict is
 * not remembered: the next driver may compute otherwise. Errors are those of opening on the CPU, `device-lost`,
 * `out-of-memory`, and `execution-provider-unsupported` where the GPU fails or computes something else.
 */
export async function openOnGpu<T>({ onCpu, onGpu, exercise }: OnBoth<T>): Promise<Opened<T>> {
  const expected = await exerciseAndRelease(await onCpu(), exercise)
  let opened: Opened<T> | null = null
  try {
    opened = await onGpu()
    const actual = await exercise(opened.value)
    if (!same(actual, expected.map(loosened))) {
      throw new MynaError('execution-provider-unsupported', 'the GPU computes other numbers than the CPU')
    }
    return opened
  } catch (thrown) {
    await opened?.release()
    throw gpuError(thrown)
  }
}

function loosened({ values, tolerance }: Result): Result {
  return { values, tolerance: Math.max(tolerance, GPU_SHARE * peak(values)) }
}

/** What worked on the CPU and fails here is the GPU's fault, not the file's. */
function gpuError(thrown: unknown): MynaError {
  const error = toMynaError(thrown, 'inference-failed')
  if (!['model-invalid', 'model-mismatch', 'inference-failed'].includes(error.code)) return error
  return new MynaError('execution-provider-unsupported', `on the GPU: ${error.detail}`, { cause: thrown })
}
