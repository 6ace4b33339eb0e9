import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { StateEntry } from '../published/bundle'

/** What the weights do not say about a transformer of the codec. */
export interface TransformerSizes {
  readonly layers: number
  readonly heads: number
}

/**
 * Reads them off the caches that the bundle declares, each [2, 1, heads, positions, width]; a compiled bundle has keys of
 * [1, heads, positions, width] for the decoder, which is as big as the encoder. Errors: `model-mismatch`.
 */
export function transformerSizes(manifest: readonly StateEntry[], part: 'encoder' | 'decoder'): TransformerSizes {
  const keys = manifest.filter(({ module, key }) => module.startsWith('decoder_transformer.') && key === 'keys')
  const keyHeads = keys[0]?.shape[1]
  if (keyHeads !== undefined) return { layers: keys.length, heads: keyHeads }
  const caches = manifest.filter(({ module, key }) => module.startsWith(`${part}_transformer.`) && key === 'cache')
  const heads = caches[0]?.shape[2]
  if (heads === undefined || heads === 0) throw new MynaError('model-mismatch', `the bundle declares no caches of the ${part}'s transformer`)
  return { layers: caches.length, heads }
}
