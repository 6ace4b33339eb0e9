import type { KernelMemory } from '../../../../kernels/kernel-memory'

/** A head of the language model's attention. */
export interface TextHead {
  readonly layer: number
  readonly head: number
}

/** How a head shares its attention out over the text, for one frame: a share for each token, which are 1 together. */
export interface TextWeights extends TextHead {
  readonly weights: Float32Array
}

/** Which heads are to be read. */
export type FollowedHeads = 'all' | readonly TextHead[]

/** Where a layer's newest row lies in the kernels' memory. */
export interface AttendedRow {
  /** [heads, headWidth], rotated. */
  readonly queries: number
  /** [key heads, capacity, headWidth], rotated. */
  readonly keys: number
  readonly capacity: number
}

/** Widths of a layer; as many query heads share a key head as there are more of them. */
export interface HeadSizes {
  readonly heads: number
  readonly keyHeads: number
  readonly headWidth: number
}

/**
 * Reads single heads beside the kernels, over the text's positions `[from, to)` alone: some thousand multiplications for each,
 * where the kernels do as many million.
 */
export function readHeads(memory: KernelMemory, { heads, keyHeads, headWidth }: HeadSizes, row: AttendedRow, layer: number, followed: FollowedHeads, from: number, to: number): TextWeights[] {
  const wanted = followed === 'all' ? Array.from({ length: heads }, (_, head) => head) : followed.filter((place) => place.layer === layer).map(({ head }) => head)
  return wanted.map((head) => {
    const query = memory.float32(row.queries + 4 * head * headWidth, headWidth)
    const keyHead = Math.floor((head * keyHeads) / heads)
    const keys = memory.float32(row.keys + 4 * (keyHead * row.capacity + from) * headWidth, (to - from) * headWidth)
    const scores = Float32Array.from({ length: to - from }, (_, token) => {
      let sum = 0
      for (let i = 0; i < headWidth; i++) sum += (query[i] ?? 0) * (keys[token * headWidth + i] ?? 0)
      return sum / Math.sqrt(headWidth)
    })
    return { layer, head, weights: softmax(scores) }
  })
}

function softmax(scores: Float32Array): Float32Array {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  const weights = scores.map((score) => Math.exp(score - most))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / sum)
}
