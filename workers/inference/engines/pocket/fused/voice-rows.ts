import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { VoiceState } from '../lm-state'

/** Sizes of a KV cache. */
export interface CacheShape {
  readonly layers: number
  /** Values per layer and position in either half: heads times width. */
  readonly width: number
}

/** Values that one position takes in the fused graph's cache. */
export function rowLength({ layers, width }: CacheShape): number {
  return 2 * layers * width
}

/**
 * A voice's state out of the fused graph's cache [positions, layers, 2, heads, width], position by position, as the
 * caches per layer that a voice is kept as. Copies.
 */
export function voiceFromRows(rows: Float32Array, positions: number, shape: CacheShape): VoiceState {
  const caches = Array.from({ length: shape.layers }, () => new Float32Array(2 * positions * shape.width))
  eachStretch(positions, shape, (layer, inCache, inRows) => {
    caches[layer]?.set(rows.subarray(inRows, inRows + shape.width), inCache)
  })
  return { positions, caches }
}

/** Writes a voice's caches to the front of `rows`. Throws `model-mismatch` for a voice of another shape. */
export function writeVoice({ positions, caches }: VoiceState, rows: Float32Array, shape: CacheShape): void {
  const length = 2 * positions * shape.width
  if (caches.length !== shape.layers || caches.some((cache) => cache.length !== length)) {
    throw new MynaError('model-mismatch', `a voice of ${caches.map((cache) => cache.length).join(', ')} values, ${shape.layers} times ${length} expected`)
  }
  eachStretch(positions, shape, (layer, inCache, inRows) => {
    rows.set(caches[layer]?.subarray(inCache, inCache + shape.width) ?? [], inRows)
  })
}

/** Every run of `width` values that lie together in both arrangements, and where it begins in each. */
function eachStretch(positions: number, { layers, width }: CacheShape, act: (layer: number, inCache: number, inRows: number) => void): void {
  for (let position = 0; position < positions; position++) {
    for (let layer = 0; layer < layers; layer++) {
      for (const half of [0, 1]) act(layer, (half * positions + position) * width, ((position * layers + layer) * 2 + half) * width)
    }
  }
}
