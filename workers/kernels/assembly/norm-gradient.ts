import { multiplyAdd } from './simd'

// Gradients of an instance norm that a style scales and shifts, and of the activation behind it. Rows are [time, channels].
// With y = act(u), u = gain · (x - mean) + shift per channel, all that is kept of the way there is x.

/** As in activated-rows.ts: LeakyReLU with slope 0.2, and snake of u = (a · x + b) · gain. */
const LEAKY: i32 = 1
const SNAKE: i32 = 2

/** 1.5 · 2²³: adding and taking it off again rounds; 1/4; the polynomial for 1 + cos(2πr) in r², |r| <= 1/2, is off by 2e-6 at most; LeakyReLU's slope. */
const numbers = memory.data<f32>([12582912, 0.25, 1.99999917, -19.7389812, 64.9286575, -85.2716293, 58.7905083, -21.0711079, 0.2])

/**
 * gradient = gradient · act'(u), from the gradient of what the activation gives to that of u, of `rows` rows of `width`
 * values, a multiple of 4. `coefficients` are `width` values of a and b, of z = a · x + b (u, or for snake u in turns of
 * its sine), then as many that are not read, then the means of x. Leaves two sums over the rows of each channel at `sums`: of
 * the gradient, and of the gradient times x - mean.
 */
export function activationGradient(x: usize, coefficients: usize, kind: i32, gradient: usize, rows: i32, width: i32, sums: usize): void {
  const rowBytes = <usize>width << 2
  const b = coefficients + rowBytes, mean = coefficients + 3 * rowBytes, products = sums + rowBytes
  memory.fill(sums, 0, rowBytes << 1)
  if (kind != SNAKE && kind != LEAKY) unreachable()
  for (let row = 0; row < rows; row++, x += rowBytes, gradient += rowBytes) {
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const value = v128.load(x + at)
      const z = multiplyAdd(value, v128.load(coefficients + at), v128.load(b + at))
      const g = f32x4.mul(v128.load(gradient + at), kind == SNAKE ? snakeSlope(z) : leakySlope(z))
      v128.store(gradient + at, g)
      v128.store(sums + at, f32x4.add(v128.load(sums + at), g))
      v128.store(products + at, multiplyAdd(g, f32x4.sub(value, v128.load(mean + at)), v128.load(products + at)))
    }
  }
}

// @ts-ignore: decorator
@inline
function leakySlope(z: v128): v128 {
  return v128.bitselect(v128.load32_splat(numbers, 32), f32x4.splat(1), f32x4.lt(z, f32x4.splat(0)))
}

/** 1 + sin(2πz), which is 1 + cos of what lies a quarter of a turn before. */
// @ts-ignore: decorator
@inline
function snakeSlope(z: v128): v128 {
  const rounder = v128.load32_splat(numbers)
  const q = f32x4.sub(z, v128.load32_splat(numbers, 4))
  const r = f32x4.sub(q, f32x4.sub(f32x4.add(q, rounder), rounder))
  const s = f32x4.mul(r, r)
  let p = v128.load32_splat(numbers, 28)
  p = multiplyAdd(p, s, v128.load32_splat(numbers, 24))
  p = multiplyAdd(p, s, v128.load32_splat(numbers, 20))
  p = multiplyAdd(p, s, v128.load32_splat(numbers, 16))
  p = multiplyAdd(p, s, v128.load32_splat(numbers, 12))
  return multiplyAdd(p, s, v128.load32_splat(numbers, 8))
}

/**
 * to = p · gradient + q · x + r (+ to with `accumulate`), p, q and r of each channel, `width` values each from `coefficients`
 * on: from the gradient of u to that of x, when p = gain, q takes away the share that moves the spread and r that which moves the mean.
 */
export function normGradient(gradient: usize, x: usize, coefficients: usize, to: usize, rows: i32, width: i32, accumulate: bool): void {
  const rowBytes = <usize>width << 2
  const q = coefficients + rowBytes, r = q + rowBytes
  for (let row = 0; row < rows; row++, x += rowBytes, gradient += rowBytes, to += rowBytes) {
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const start = accumulate ? f32x4.add(v128.load(r + at), v128.load(to + at)) : v128.load(r + at)
      v128.store(to + at, multiplyAdd(v128.load(gradient + at), v128.load(coefficients + at), multiplyAdd(v128.load(x + at), v128.load(q + at), start)))
    }
  }
}

/** to = factor · from (+ to with `accumulate`), `count` values, a multiple of 4. */
export function addScaled(from: usize, factor: f32, to: usize, count: i32, accumulate: bool): void {
  const by = f32x4.splat(factor)
  const end = from + (<usize>count << 2)
  for (; from < end; from += 16, to += 16) {
    v128.store(to, multiplyAdd(v128.load(from), by, accumulate ? v128.load(to) : f32x4.splat(0)))
  }
}

/** gradient = gradient · LeakyReLU'(x), of what LeakyReLU with this slope gave as y: its sign is that of x. `count` is a multiple of 4. */
export function leakyReluGradient(y: usize, slope: f32, gradient: usize, count: i32): void {
  const below = f32x4.splat(slope), above = f32x4.splat(1), zero = f32x4.splat(0)
  const end = y + (<usize>count << 2)
  for (; y < end; y += 16, gradient += 16) {
    v128.store(gradient, f32x4.mul(v128.load(gradient), v128.bitselect(below, above, f32x4.lt(v128.load(y), zero))))
  }
}
