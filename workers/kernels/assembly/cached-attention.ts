import { weightAt } from './exponential'
import { multiplyAdd, sumOfLanes } from './simd'

// Causal attention over a cache of keys and one of values, each [heads, capacity, width]: the rows of a head follow one
// another, so that a head is one stream of memory. width is a multiple of 16.

/** Puts `rows` rows of all heads, `step` values apart, into a cache at `position` and the following. */
export function storeRows(from: usize, step: i32, rows: i32, heads: i32, width: i32, cache: usize, capacity: i32, position: i32): void {
  const headBytes = <usize>width << 2
  for (let row = 0; row < rows; row++) {
    let at = from + (<usize>(row * step) << 2)
    let to = cache + <usize>(position + row) * headBytes
    for (let head = 0; head < heads; head++) {
      memory.copy(to, at, headBytes)
      at += headBytes
      to += <usize>capacity * headBytes
    }
  }
}

/**
 * to[row] = attention of query `row` (`step` values apart, all heads side by side) to the first past + row + 1 cached
 * positions: softmax(scale · q · k) · v for each head. Of the `heads` heads of a query, `share` following each other look at the
 * same head of the caches. Rows of `to` lie close. `scores` is room for one score per position, filled up to a multiple of 4.
 */
export function attendCached(queries: usize, step: i32, rows: i32, heads: i32, share: i32, width: i32, keys: usize, values: usize, capacity: i32, past: i32, scale: f32, scores: usize, to: usize): void {
  const headBytes = <usize>width << 2
  const cacheBytes = <usize>capacity * headBytes
  for (let head = 0; head < heads; head++) {
    const offset = <usize>head * headBytes
    for (let row = 0; row < rows; row++) {
      const count = past + row + 1
      scoreKeys(queries + (<usize>(row * step) << 2) + offset, keys, count, headBytes, scale, scores)
      softmax(scores, count)
      weighValues(scores, values, count, headBytes, to + (<usize>(row * heads) * headBytes) + offset)
    }
    if ((head + 1) % share == 0) {
      keys += cacheBytes
      values += cacheBytes
    }
  }
}

/** scores[j] = scale · query · key j. */
function scoreKeys(query: usize, keys: usize, count: i32, headBytes: usize, scale: f32, scores: usize): void {
  for (let key = 0; key < count; key++, keys += headBytes, scores += 4) {
    let a = f32x4.splat(0), b = a, c = a, d = a
    for (let at: usize = 0; at < headBytes; at += 64) {
      a = multiplyAdd(v128.load(query + at), v128.load(keys + at), a)
      b = multiplyAdd(v128.load(query + at, 16), v128.load(keys + at, 16), b)
      c = multiplyAdd(v128.load(query + at, 32), v128.load(keys + at, 32), c)
      d = multiplyAdd(v128.load(query + at, 48), v128.load(keys + at, 48), d)
    }
    store<f32>(scores, scale * sumOfLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d))))
  }
}

/** Softmax in place, stable: nothing larger than exp(0) is summed up. */
function softmax(scores: usize, count: i32): void {
  const end = scores + (<usize>count << 2)
  const filled = scores + (<usize>((count + 3) & ~3) << 2)
  // What fills the last vector up counts for nothing.
  for (let at = end; at < filled; at += 4) store<f32>(at, -Infinity)
  let most = f32x4.splat(-Infinity)
  for (let at = scores; at < filled; at += 16) most = f32x4.max(most, v128.load(at))
  const peak = f32x4.splat(max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3))))
  let sum = f32x4.splat(0)
  for (let at = scores; at < filled; at += 16) {
    const weight = weightAt(f32x4.sub(v128.load(at), peak))
    v128.store(at, weight)
    sum = f32x4.add(sum, weight)
  }
  const share = f32x4.splat(1 / sumOfLanes(sum))
  for (let at = scores; at < filled; at += 16) v128.store(at, f32x4.mul(v128.load(at), share))
}

/** to = sum of weight j · value j. */
function weighValues(weights: usize, values: usize, count: i32, headBytes: usize, to: usize): void {
  const end = weights + (<usize>count << 2)
  for (let part: usize = 0; part < headBytes; part += 64) {
    let a = f32x4.splat(0), b = a, c = a, d = a
    let value = values + part
    for (let at = weights; at < end; at += 4, value += headBytes) {
      const weight = v128.load32_splat(at)
      a = multiplyAdd(weight, v128.load(value), a)
      b = multiplyAdd(weight, v128.load(value, 16), b)
      c = multiplyAdd(weight, v128.load(value, 32), c)
      d = multiplyAdd(weight, v128.load(value, 48), d)
    }
    v128.store(to + part, a)
    v128.store(to + part, b, 16)
    v128.store(to + part, c, 32)
    v128.store(to + part, d, 48)
  }
}
