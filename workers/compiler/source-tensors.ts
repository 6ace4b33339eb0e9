import { MynaError } from '../../src/shared/protocol/errors'
import type { StoredMatrix, WeightSource } from '../formats/weights'
import type { Checkpoint } from './checkpoint'

/** Weights by name, whatever file they came in, as graphs are compiled from them. Errors of reading: those of `weights`, `model-mismatch`. */
export function sourceTensors(weights: WeightSource): Checkpoint & Required<Pick<Checkpoint, 'stored'>> {
  const matrixOf = (name: string) => weights.matrix(name.replace(/\.weight$/, ''))
  const isMatrix = (name: string) => weights.shapeOf(name)?.length === 2

  return {
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
