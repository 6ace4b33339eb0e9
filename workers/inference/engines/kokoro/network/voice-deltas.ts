import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { NetworkWeights } from './network-weights'

const DECODER = 'decoder/decoder'

/**
 * Every norm of decoder and generator that a style moves, by its path, in the order that a voice's deltas have: of each norm
 * first what is added to the factors of its channels, then what is added to their shifts.
 */
export const STYLE_NORMS: readonly string[] = [
  ...['encode', 'decode.0', 'decode.1', 'decode.2', 'decode.3'].flatMap((block) => ['norm1', 'norm2'].map((norm) => `${DECODER}/${block}/${norm}`)),
  ...['noise_res.0', 'noise_res.1', ...[0, 1, 2, 3, 4, 5].map((i) => `resblocks.${i}`)].flatMap((block) =>
    ['adain1', 'adain2'].flatMap((norm) => [0, 1, 2].map((i) => `${DECODER}/generator/${block}/${norm}.${i}`)),
  ),
]

/** Deltas of a voice, norm by norm: views of what they were given as. */
export type DeltasByNorm = ReadonlyMap<string, Float32Array>

/** Makes what finds each norm's part of a voice's deltas. Errors of both: `model-mismatch`, also for another number of deltas. */
export function createDeltaFinder(weights: NetworkWeights): (deltas: Float32Array) => DeltasByNorm {
  const counts = STYLE_NORMS.map((path) => weights.linear(`${path}/fc`).outputs)
  const total = counts.reduce((sum, count) => sum + count, 0)
  return (deltas) => {
    if (deltas.length !== total) throw new MynaError('model-mismatch', `${deltas.length} deltas for ${total} numbers`)
    let offset = 0
    return new Map(STYLE_NORMS.map((path, i) => {
      const from = offset
      offset += counts[i] ?? NaN
      return [path, deltas.subarray(from, offset)]
    }))
  }
}
