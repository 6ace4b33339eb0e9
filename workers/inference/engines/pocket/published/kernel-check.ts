import { toMynaError } from '../../../../../src/shared/protocol/errors'
import type { Opened } from '../../opened'
import type { Result } from '../../on-gpu/agreement'

/** Published graphs, and kernels that shall compute the same. */
export interface Comparison<T> {
  readonly published: () => Promise<Opened<T>>
  readonly kernels: () => Promise<Opened<T>>
  /** Runs either on a fixed input. */
  readonly exercise: (value: T) => Promise<readonly Result[]>
  readonly agree: (actual: readonly Result[], expected: readonly Result[]) => boolean
}

/** Remembers for which files kernels were proven. */
export interface Verdict {
  read(): Promise<boolean | null>
  write(proven: boolean): Promise<void>
}

/**
 * Opens kernels that are proven to compute what the published graphs do, else gives null. Unless the verdict on these very
 * files is known, both run on a fixed input, one after the other, so that never both are loaded. Errors are those of the
 * published graphs, and of kernels what says nothing about them: `out-of-memory`, `model-missing`, `aborted`.
 */
export async function openIfProven<T>({ published, kernels, exercise, agree }: Comparison<T>, verdict: Verdict): Promise<Opened<T> | null> {
  const known = await verdict.read()
  if (known !== null) return known ? attempt(kernels) : null
  const graphs = await published()
  let expected: readonly Result[]
  try {
    expected = await exercise(graphs.value)
  } finally {
    await graphs.release()
  }
  const opened = await attempt(kernels)
  const actual = opened && (await attempt(() => exercise(opened.value)))
  const proven = actual !== null && agree(actual, expected)
  await verdict.write(proven)
  if (proven) return opened
  await opened?.release()
  return null
}

/** Kernels that cannot be loaded or run are no error: the published graphs are there. */
async function attempt<R>(act: () => Promise<R>): Promise<R | null> {
  try {
    return await act()
  } catch (thrown) {
    const { code } = toMynaError(thrown, 'inference-failed')
    if (code === 'model-invalid' || code === 'inference-failed' || code === 'model-mismatch') return null
    throw thrown
  }
}

/**
 * Least signal-to-noise ratio in dB between quantised graphs and kernels, which quantise otherwise. With random weights the
 * kernels of the language model, whose activations are finer, are 32 to 48 dB from ONNX Runtime, which is itself 34 dB from
 * float32; those of the codec, which hardly round, 32 to 33 dB. Where one kernel leaves its work out, the worst result
 * is at 8 dB or below.
 */
export const LEAST_SIGNAL = 20

/** The same between float32 graphs and the codec's kernels: 58 dB with random weights where they round to 14 bits, 110 dB where they do not. */
export const LEAST_PLAIN_SIGNAL = 45

/** Whether noise is far below every single result, NaN nowhere. */
export function similar(actual: readonly Result[], expected: readonly Result[], leastSignal = LEAST_SIGNAL): boolean {
  if (actual.length !== expected.length) return false
  return expected.every(({ values }, i) => {
    const got = actual[i]?.values
    if (got?.length !== values.length) return false
    const signal = values.reduce((sum, value) => sum + value ** 2, 0)
    const noise = values.reduce((sum, value, k) => sum + (value - (got[k] ?? NaN)) ** 2, 0)
    return noise <= signal * 10 ** (-leastSignal / 10)
  })
}
