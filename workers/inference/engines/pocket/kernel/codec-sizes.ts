import { MynaError } from '../../../../../src/protocol/errors'
import type { StateEntry } from '../bundle'

/** What the weights do not say about a transformer of the codec. */
export interface TransformerSizes {
  readonly layers: number
  readonly heads: number
}

/** Reads them off the caches that the bundle declares, each [2, 1, heads, positions, width]. Errors: `model-mismatch`. */
export function transformerSizes(manifest: readonly StateEntry[], part: 'encoder' | 'decoder'): TransformerSizes {
  const caches = manifest.filter(({ module, key }) => module.startsWith(`${part}_transformer.`) && key === 'cache')
  const heads = caches[0]?.shape[2]
  if (heads === undefined || heads === 0) throw new MynaError('model-mismatch', `the bundle declares no caches of the ${part}'s transformer`)
  return { layers: caches.length, heads }
}
