/**
 * Rounds each of `rows` rows of `width` float32 values, a multiple of 8, to int16: to = round(from / scale), where the
 * row's scale maps its largest magnitude to `range`. A row of zeros has scale 0; one with a NaN has scale NaN, so that
 * what is made of it is NaN as well.
 */
export function quantiseRows(from: usize, rows: i32, width: i32, range: f32, to: usize, scales: usize): void {
  const rowBytes = <usize>width << 2
  for (let row = 0; row < rows; row++, from += rowBytes, scales += 4) {
    let most = f32x4.splat(0)
    for (let at: usize = 0; at < rowBytes; at += 16) most = f32x4.max(most, f32x4.abs(v128.load(from + at)))
    const peak = max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)))
    store<f32>(scales, peak / range)
    const factor = f32x4.splat(peak == 0 ? 0 : range / peak)
    for (let at: usize = 0; at < rowBytes; at += 32, to += 16) {
      const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from + at), factor)))
      const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from + at, 16), factor)))
      v128.store(to, i16x8.narrow_i32x4_s(low, high))
    }
  }
}
