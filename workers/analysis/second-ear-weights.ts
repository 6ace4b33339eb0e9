import { MynaError } from '../../src/shared/protocol/errors'
import { widenFloat16 } from '../formats/half-floats'
import { readTensors } from '../formats/safetensors'

/** What training/second-ear exports: a mixture of diagonal Gaussians over cepstra, and the map from what a recording moves of it. */
export interface SecondEarWeights {
  /** [components], sum 1. */
  readonly shares: Float32Array
  /** [components, cepstra] */
  readonly means: Float32Array
  readonly spreads: Float32Array
  /** [components · cepstra] */
  readonly centre: Float32Array
  /** [components · cepstra, numbers] */
  readonly map: Float32Array
}

/** Reads the file of the second ear (.safetensors). Errors: `model-invalid` where a tensor is missing or the sizes do not fit. */
export function parseSecondEar(file: ArrayBuffer): SecondEarWeights {
  const bytesOf = readTensors(file, 'the second ear')
  const floats = (name: string) => new Float32Array(bytesOf(name, 'F32'))
  const halves = (name: string) => widenFloat16(new Uint16Array(bytesOf(name, 'F16')))
  const weights = { shares: floats('shares'), means: floats('means'), spreads: floats('spreads'), centre: halves('centre'), map: halves('map') }
  const { shares, means, spreads, centre, map } = weights
  const fits = means.length % shares.length === 0 && spreads.length === means.length && centre.length === means.length && map.length % means.length === 0
  if (!fits) throw new MynaError('model-invalid', 'the sizes of the second ear do not fit each other')
  return weights
}
