import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { PocketBundle } from '../published/bundle'
import { cacheEntries, declaredCapacity } from '../published/lm-state'

/** Sizes of the language model, all from the bundle. */
export interface SpeechShape {
  readonly latentDim: number
  readonly width: number
  readonly heads: number
  readonly headWidth: number
  /** Number of each cache's layer, in the order in which the bundle lists the caches. */
  readonly layers: readonly number[]
  readonly maxPositions: number
}

type Bundle = Pick<PocketBundle, 'flow_lm_state_manifest' | 'latent_dim' | 'conditioning_dim'>

/** Reads the sizes of the language model from what the bundle says about its caches. Errors: `model-invalid`. */
export function speechShape({ flow_lm_state_manifest: manifest, latent_dim: latentDim, conditioning_dim: width }: Bundle): SpeechShape {
  const caches = cacheEntries(manifest)
  const [heads = 0, headWidth = 0] = caches[0]?.shape.slice(3) ?? []
  const layers = caches.map(({ module }) => Number(/\.layers\.(\d+)\./.exec(module)?.[1]))
  const isWhole = layers.toSorted((a, b) => a - b).every((layer, i) => layer === i)
  // The kernels read a head 16 values at a time.
  if (!isWhole || heads * headWidth !== width || headWidth % 16 !== 0) throw new MynaError('model-invalid', 'the bundle lists unknown caches')
  return { latentDim, width, heads, headWidth, layers, maxPositions: declaredCapacity(manifest) }
}
