import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { GeneratorWeights } from '../../../../compiler/generator-graph'
import { floatWeights } from '../network/convolution-layer'
import { named } from '../network/network-parts'
import type { NetworkWeights } from '../network/network-weights'

const PATH = 'decoder/decoder/generator'
const WEIGHT = '.weight'

/** The generator's weights in the published graph, as the compiler reads them. */
export function generatorWeights(weights: NetworkWeights): GeneratorWeights {
  const stored = (convolution: string) => weights.convolution(`${PATH}/${convolution}`)

  function valuesOf(name: string): Float32Array {
    if (name.endsWith(WEIGHT)) return floatWeights(stored(name.slice(0, -WEIGHT.length)))
    return weights.vector(named(PATH, name.replaceAll('/', '.')))
  }

  return {
    dimsOf: (convolution) => stored(convolution).dims,
    stepOf(convolution) {
      const { values, scale, zeroPoint } = stored(convolution)
      return values instanceof Uint8Array ? { scale, zeroPoint } : null
    },
    read: (name, shape) =>
      new Promise((resolve) => {
        const values = valuesOf(name)
        const count = shape.reduce((product, size) => product * size, 1)
        if (values.length !== count) throw new MynaError('model-mismatch', `${name} has ${values.length} values, not ${count}`)
        resolve(values)
      }),
  }
}
