import { MynaError } from '../../src/shared/protocol/errors'
import type { Gelu } from '../formats/checkpoint/pocket-sizes'
import type { StoredMatrix, WeightSource } from '../formats/weights'

/** Weights as graphs are compiled from them. */
export interface SourceTensors {
  readonly gelu: Gelu
  /** Undefined where there is no such tensor. */
  shapeOf(name: string): readonly number[] | undefined
  /**
   * The values of a tensor in float32, in C order; only read. Errors: `model-mismatch` where it is missing or has another shape, and
   * those of {@link WeightSource}.
   */
  read(name: string, shape: readonly number[]): Promise<Float32Array>
  /** The tensor where it is a matrix that is kept in 8 bits, else null. Absent where none is. */
  stored?(name: string): StoredMatrix | null
}

/** Weights by name, whatever file they came in, as {@link SourceTensors}. */
export function sourceTensors(weights: WeightSource): Required<SourceTensors> {
  const matrixOf = (name: string) => weights.matrix(name.replace(/\.weight$/, ''))
  const isMatrix = (name: string) => weights.shapeOf(name)?.length === 2

  return {
    gelu: weights.gelu,
    shapeOf: (name) => weights.shapeOf(name),
    read(name, shape) {
      return promised(() => {
        const stored = weights.shapeOf(name)
        if (stored === undefined || stored.join() !== shape.join()) {
          throw new MynaError('model-mismatch', `${name} is [${stored?.join(', ') ?? ''}], [${shape.join(', ')}] was expected`)
        }
        return isMatrix(name) ? widened(matrixOf(name)) : weights.tensor(name).values
      })
    },
    stored(name) {
      if (!isMatrix(name)) return null
      const matrix = matrixOf(name)
      return matrix.values instanceof Int8Array ? matrix : null
    },
  }
}

/** [outputs, inputs] in float32. */
function widened({ inputs, outputs, values, inputsFirst, scales }: StoredMatrix): Float32Array {
  return Float32Array.from({ length: inputs * outputs }, (_, i) => {
    const [output, input] = [Math.floor(i / inputs), i % inputs]
    const scale = scales.length === 0 ? 1 : scales[scales.length === 1 ? 0 : output] ?? NaN
    return (values[inputsFirst ? input * outputs + output : i] ?? NaN) * scale
  })
}

/** Failures become rejections. */
function promised<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => { resolve(act()) })
}
