import { fixedNames } from '../../../../formats/step-names'
import type { FixedGraphFile, TensorShape } from '../../../../runtime/resident-graphs'
import type { PocketBundle } from '../published/bundle'
import { cacheEntries } from '../published/lm-state'

/** A bundle whose language model and flow are graphs of fixed shape. */
export type FixedBundle = PocketBundle & { readonly fixed_shape: NonNullable<PocketBundle['fixed_shape']> }

export function isFixed(bundle: PocketBundle): bundle is FixedBundle {
  return bundle.fixed_shape !== undefined
}

type Shapes = Pick<FixedGraphFile, 'inputs' | 'outputs'>

const floats = (...dims: readonly number[]): TensorShape => ({ type: 'float32', dims })

/** Inputs and outputs of the graph that speaks one frame, see `workers/compiler/fixed-graph.ts`. */
export function stepShapes(bundle: FixedBundle): Shapes {
  const { latent_dim: latent, conditioning_dim: width } = bundle
  const { inputs, outputs } = cacheShapes(bundle, 1)
  return {
    inputs: { sequence: floats(1, 1, latent), [fixedNames.start]: floats(1), noise: floats(1, latent), ...inputs },
    outputs: { conditioning: floats(1, width), eos_logit: floats(1, 1), latent: floats(1, latent), ...outputs },
  }
}

/** Inputs and outputs of the graph that hears a stretch of voice or text. */
export function prefillShapes(bundle: FixedBundle): Shapes {
  const rows = bundle.fixed_shape.prefill_rows
  const { inputs, outputs } = cacheShapes(bundle, rows)
  return { inputs: { text_embeddings: floats(1, rows, bundle.conditioning_dim), ...inputs }, outputs }
}

function cacheShapes({ flow_lm_state_manifest: manifest, fixed_shape: { capacity } }: FixedBundle, rows: number): Shapes {
  const inputs: Record<string, TensorShape> = { [fixedNames.position]: { type: 'int32', dims: [1] } }
  const outputs: Record<string, TensorShape> = {}
  for (const [cache, { shape }] of cacheEntries(manifest).entries()) {
    const row = shape.slice(3)
    for (const name of [fixedNames.keys(cache), fixedNames.values(cache)]) inputs[name] = floats(1, capacity, ...row)
    for (const name of [fixedNames.newKeys(cache), fixedNames.newValues(cache)]) outputs[name] = floats(1, rows, ...row)
  }
  return { inputs, outputs }
}
