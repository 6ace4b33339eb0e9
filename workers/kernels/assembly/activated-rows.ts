import { multiplyAdd } from './simd'

// What happens to rows of float32 values before a convolution reads them: each channel is scaled and shifted (a norm and
// what a style makes of it, folded into two numbers) and goes through an activation.

/** y = a · x + b. */
const LINEAR: i32 = 0
/** y = max(z, 0.2 · z) with z = a · x + b: LeakyReLU, slope 0.2. */
const LEAKY: i32 = 1
/** y = gain · (z + sin²(πz) / π) with z = a · x + b: snake with α = π / gain, of (a · x + b) · gain. */
const SNAKE: i32 = 2

/** 1.5 · 2²³: adding and taking it off again rounds; the polynomial for sin²(πr) / π in r², |r| <= 1/2, is off by 8e-6 at most. */
const numbers = memory.data<f32>([12582912, 3.14066011, -10.2985574, 13.1445947, -7.31823794, 0.2])

/**
 * to = the activation of `rows` rows of `width` values, a multiple of 4. `coefficients` are `width` values of a, as many of b
 * and, for snake, of the gain; the address 0 stands for y = x. Leaves the smallest and the largest of 4 lanes of each row
 * at `limits`, 32 bytes for a row. `to` may be `from`. Values are finite.
 */
export function activateRows(from: usize, coefficients: usize, kind: i32, to: usize, limits: usize, rows: i32, width: i32): void {
  const rowBytes = <usize>width << 2
  for (let row = 0; row < rows; row++, from += rowBytes, to += rowBytes, limits += 32) {
    if (coefficients == 0) copyRow(from, to, rowBytes, limits)
    else if (kind == SNAKE) snakeRow(from, coefficients, to, rowBytes, limits)
    else if (kind == LEAKY) leakyRow(from, coefficients, to, rowBytes, limits)
    else if (kind == LINEAR) linearRow(from, coefficients, to, rowBytes, limits)
    else unreachable()
  }
}

function copyRow(from: usize, to: usize, rowBytes: usize, limits: usize): void {
  let least = v128.load(from), most = least
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const y = v128.load(from + at)
    v128.store(to + at, y)
    least = f32x4.pmin(least, y)
    most = f32x4.pmax(most, y)
  }
  v128.store(limits, least)
  v128.store(limits, most, 16)
}

function linearRow(from: usize, a: usize, to: usize, rowBytes: usize, limits: usize): void {
  const b = a + rowBytes
  let least = f32x4.splat(Infinity), most = f32x4.splat(-Infinity)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const y = multiplyAdd(v128.load(from + at), v128.load(a + at), v128.load(b + at))
    v128.store(to + at, y)
    least = f32x4.pmin(least, y)
    most = f32x4.pmax(most, y)
  }
  v128.store(limits, least)
  v128.store(limits, most, 16)
}

function leakyRow(from: usize, a: usize, to: usize, rowBytes: usize, limits: usize): void {
  const b = a + rowBytes
  const slope = v128.load32_splat(numbers, 20)
  let least = f32x4.splat(Infinity), most = f32x4.splat(-Infinity)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const z = multiplyAdd(v128.load(from + at), v128.load(a + at), v128.load(b + at))
    const y = f32x4.pmax(z, f32x4.mul(z, slope))
    v128.store(to + at, y)
    least = f32x4.pmin(least, y)
    most = f32x4.pmax(most, y)
  }
  v128.store(limits, least)
  v128.store(limits, most, 16)
}

function snakeRow(from: usize, a: usize, to: usize, rowBytes: usize, limits: usize): void {
  const b = a + rowBytes, gain = b + rowBytes
  // Loaded, since constants would be made anew in every round of the loop.
  const rounder = v128.load32_splat(numbers)
  const c1 = v128.load32_splat(numbers, 4), c2 = v128.load32_splat(numbers, 8), c3 = v128.load32_splat(numbers, 12), c4 = v128.load32_splat(numbers, 16)
  let least = f32x4.splat(Infinity), most = f32x4.splat(-Infinity)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const z = multiplyAdd(v128.load(from + at), v128.load(a + at), v128.load(b + at))
    const r = f32x4.sub(z, f32x4.sub(f32x4.add(z, rounder), rounder))
    const s = f32x4.mul(r, r)
    const p = multiplyAdd(multiplyAdd(multiplyAdd(c4, s, c3), s, c2), s, c1)
    const y = f32x4.mul(multiplyAdd(p, s, z), v128.load(gain + at))
    v128.store(to + at, y)
    least = f32x4.pmin(least, y)
    most = f32x4.pmax(most, y)
  }
  v128.store(limits, least)
  v128.store(limits, most, 16)
}
