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

/** The same for graphs of fixed shape; beside these they take `sequence` and `noise`, or `text_embeddings`. */
export const fixedNames = {
  /** int32[1]: where the first row of this call goes. */
  position: 'position',
  /** float32[1]: 1 where speech starts, else 0. */
  start: 'start',
  /** [1, capacity, heads, width]: rows so far, of which those before `position` count. */
  keys: leanNames.keys,
  values: leanNames.values,
  newKeys: leanNames.newKeys,
  newValues: leanNames.newValues,
} as const

/**
 * What the codec's decoder of fixed shape takes and gives. Graphs for calls of different length share their states, and no other
 * input: those have the number of frames in their name.
 */
export const decoderNames = {
  latent: (frames: number) => `latent_${frames}`,
  /** [1, 1, samples]. */
  sound: 'sound',
  /** Angles of this call's positions, [1, rows, 1, width]. */
  cos: (frames: number) => `cos_${frames}`,
  sin: (frames: number) => `sin_${frames}`,
  /** [rows, slots + rows]: what is added to the scores of slots of the cache, then of the call's own positions. */
  mask: (frames: number) => `mask_${frames}`,
  /** [1, slots, heads, width]: a ring of the latest positions. */
  keys: leanNames.keys,
  values: leanNames.values,
  /** [1, rows, heads, width]: this call's, which the host puts into the ring. */
  newKeys: leanNames.newKeys,
  newValues: leanNames.newValues,
  /** What a convolution carries from call to call, and what it is to carry next: same shape. */
  carried: (path: string) => `carried/${path}`,
  next: (path: string) => `next/${path}`,
} as const
