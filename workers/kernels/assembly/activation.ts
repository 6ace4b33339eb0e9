import { exponential, exponentialLessOne } from './exponential'
import { multiplyAdd } from './simd'

/** to = ELU(from) with alpha 1: x, and exp(x) - 1 below zero. `count` is a multiple of 4; both may be the same. */
export function elu(from: usize, to: usize, count: i32): void {
  const zero = f32x4.splat(0)
  const end = from + (<usize>count << 2)
  for (; from < end; from += 16, to += 16) {
    const x = v128.load(from)
    v128.store(to, f32x4.add(f32x4.pmax(x, zero), exponentialLessOne(f32x4.pmin(x, zero))))
  }
}

/** x = LeakyReLU(x): x, and `slope` · x below zero. `count` is a multiple of 4. */
export function leakyRelu(x: usize, slope: f32, count: i32): void {
  const factor = f32x4.splat(slope)
  const end = x + (<usize>count << 2)
  for (; x < end; x += 16) {
    const value = v128.load(x)
    v128.store(x, f32x4.pmax(value, f32x4.mul(value, factor)))
  }
}

/** x = GELU(x), the exact one: x times the normal distribution's share below x. `count` is a multiple of 4. */
export function gelu(x: usize, count: i32): void {
  const half = f32x4.splat(0.5)
  const end = x + (<usize>count << 2)
  for (; x < end; x += 16) {
    const value = v128.load(x)
    const share = f32x4.add(half, f32x4.mul(half, erf(f32x4.mul(value, f32x4.splat(0.70710678)))))
    v128.store(x, f32x4.mul(value, share))
  }
}

/** x = GELU(x) by a hyperbolic tangent: x / (1 + exp(-2u)) with u = sqrt(2 / pi) · (x + 0.044715 x³). `count` is a multiple of 4. */
export function geluTanh(x: usize, count: i32): void {
  const one = f32x4.splat(1), linear = f32x4.splat(-1.5957691216), cubic = f32x4.splat(-0.0713548162726)
  const end = x + (<usize>count << 2)
  for (; x < end; x += 16) {
    const value = v128.load(x)
    const u = f32x4.mul(value, multiplyAdd(f32x4.mul(value, value), cubic, linear))
    v128.store(x, f32x4.div(value, f32x4.add(one, exponential(u))))
  }
}

/** The error function, off by 2e-7 at most: formula 7.1.26 of Abramowitz and Stegun, with its sign taken apart. */
// @ts-ignore: decorator
@inline
function erf(x: v128): v128 {
  const one = f32x4.splat(1)
  const size = f32x4.abs(x)
  const t = f32x4.div(one, multiplyAdd(size, f32x4.splat(0.3275911), one))
  let p = f32x4.splat(1.061405429)
  p = multiplyAdd(p, t, f32x4.splat(-1.453152027))
  p = multiplyAdd(p, t, f32x4.splat(1.421413741))
  p = multiplyAdd(p, t, f32x4.splat(-0.284496736))
  p = multiplyAdd(p, t, f32x4.splat(0.254829592))
  const rest = f32x4.mul(f32x4.mul(p, t), exponential(f32x4.neg(f32x4.mul(size, size))))
  const sign = v128.and(x, i32x4.splat(0x80000000))
  return v128.or(f32x4.sub(one, rest), sign)
}
