/** Names of caches, which are counted in the order in which a voice keeps them: rows so far go in, those of a call come out. */
const cacheNames = {
  keys: (cache: number) => `keys_${cache}`,
  values: (cache: number) => `values_${cache}`,
  newKeys: (cache: number) => `new_keys_${cache}`,
  newValues: (cache: number) => `new_values_${cache}`,
} as const

/** Names of what the language model's graphs take and give, beside `sequence` and `noise`, or `text_embeddings`. */
export const fixedNames = {
  /** int32[1]: where the first row of this call goes. */
  position: 'position',
  /** float32[1]: 1 where speech starts, else 0. */
  start: 'start',
  /** [1, capacity, heads, width]: rows so far, of which those before `position` count. */
  keys: cacheNames.keys,
  values: cacheNames.values,
  newKeys: cacheNames.newKeys,
  newValues: cacheNames.newValues,
  /** [1, heads, capacity + 1]: how a layer's heads share their attention out, over the caches and this position; of the graph that speaks. */
  attention: (layer: number) => `attention_${layer}`,
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
  keys: cacheNames.keys,
  values: cacheNames.values,
  /** [1, rows, heads, width]: this call's, which the host puts into the ring. */
  newKeys: cacheNames.newKeys,
  newValues: cacheNames.newValues,
  /** What a convolution carries from call to call, and what it is to carry next: same shape. */
  carried: (path: string) => `carried/${path}`,
  next: (path: string) => `next/${path}`,
} as const

/** What the starter's generator takes and gives, for any number of rows. */
export const generatorNames = {
  /** [1, rows, width]: the decoder's. */
  rows: 'rows',
  /** [1, 60 rows + 1, 22]: the source's spectrum, magnitudes and phases. */
  source: 'source',
  /** [1, channels, 1] for each norm: what the style says that its channels are multiplied by, and moved by. */
  scale: (norm: string) => `scale/${norm}`,
  shift: (norm: string) => `shift/${norm}`,
  /** [1, 60 rows + 1, 22]: the sound's spectrum, logarithms of magnitudes and what the phases are the sines of. */
  spectrum: 'spectrum',
} as const
