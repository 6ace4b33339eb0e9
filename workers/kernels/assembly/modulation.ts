import { exponential } from './exponential'
import { multiplyAdd } from './simd'

// What a condition does to a vector. Counts are multiples of 4.

/** to = SiLU(from): x / (1 + exp(-x)). Both may be the same. */
export function silu(from: usize, to: usize, count: i32): void {
  const one = f32x4.splat(1)
  const end = from + (<usize>count << 2)
  for (; from < end; from += 16, to += 16) {
    const x = v128.load(from)
    v128.store(to, f32x4.div(x, f32x4.add(one, exponential(f32x4.neg(x)))))
  }
}

/** x = x · (1 + scale) + shift. */
export function modulate(x: usize, shift: usize, scale: usize, count: i32): void {
  const one = f32x4.splat(1)
  const end = x + (<usize>count << 2)
  for (; x < end; x += 16, shift += 16, scale += 16) {
    v128.store(x, multiplyAdd(v128.load(x), f32x4.add(one, v128.load(scale)), v128.load(shift)))
  }
}

/** to = to + gate · x. */
export function addGated(x: usize, gate: usize, to: usize, count: i32): void {
  const end = x + (<usize>count << 2)
  for (; x < end; x += 16, gate += 16, to += 16) {
    v128.store(to, multiplyAdd(v128.load(x), v128.load(gate), v128.load(to)))
  }
}
