/**
 * Kernels on float32 matrices and rows, as `assembly/` defines and describes them. Every argument is an address in bytes,
 * a count of values or rows, or a number; `accumulate` is 0 or 1.
 */
export interface FloatExports {
  multiply(a: number, aStep: number, b: number, c: number, cStep: number, m: number, n: number, k: number, accumulate: number): void
  elu(from: number, to: number, count: number): void
  gelu(x: number, count: number): void
  layerNorm(from: number, weight: number, bias: number, to: number, rows: number, width: number, epsilon: number): void
  rotatePairs(x: number, step: number, rows: number, heads: number, width: number, table: number): void
  upsampleChannels(from: number, w: number, to: number, rows: number, channels: number, stride: number): void
  convolveToOne(from: number, step: number, w: number, start: number, to: number, rows: number, length: number): void
  storeKeys(keys: number, step: number, ring: number, slot: number, count: number, width: number): void
  storeValues(values: number, step: number, ring: number, slot: number, slots: number, count: number, width: number): void
  softmaxWindow(scores: number, slots: number, count: number, slot: number, position: number, window: number, scale: number): void
}
