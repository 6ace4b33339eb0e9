/** The sign of the NaN that this processor makes of 0 / 0: 1 on x86, 0 on ARM. `zero` is 0, given so that no compiler computes it. */
export function madeNanSign(zero: f32): i32 {
  return <i32>(reinterpret<u32>(zero / zero) >> 31)
}
