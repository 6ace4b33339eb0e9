/**
 * Names of what a language model takes and gives whose host keeps the KV cache, beside the published `sequence`,
 * `text_embeddings`, `conditioning` and `eos_logit`.
 */
export const leanNames = {
  step: 'step',
  noise: 'noise',
  latent: 'latent',
  /** Rows so far, [1, positions, heads, width]: inputs. `cache` counts the caches in the bundle's order. */
  keys: (cache: number) => `keys_${cache}`,
  values: (cache: number) => `values_${cache}`,
  /** Rows of this call, [1, added, heads, width]: outputs. */
  newKeys: (cache: number) => `new_keys_${cache}`,
  newValues: (cache: number) => `new_values_${cache}`,
} as const
