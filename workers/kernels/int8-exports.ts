/** Kernels of a language model with int8 weights and of the flow behind it; layouts and limits in `assembly/`. */
export interface Int8Exports {
  /** assembly/quantise.ts */
  quantiseRows(from: number, rows: number, width: number, range: number, to: number, scales: number): void
  /** assembly/int8-product.ts */
  multiplyInt8(
    x: number, xScales: number, w: number, scales: number, start: number, to: number,
    rows: number, outputs: number, inputs: number, accumulate: 0 | 1,
  ): void
  /** assembly/cached-attention.ts */
  storeRows(from: number, step: number, rows: number, heads: number, width: number, cache: number, capacity: number, position: number): void
  attendCached(
    queries: number, step: number, rows: number, heads: number, width: number, keys: number, values: number,
    capacity: number, past: number, scale: number, scores: number, to: number,
  ): void
  /** assembly/modulation.ts */
  silu(from: number, to: number, count: number): void
  modulate(x: number, shift: number, scale: number, count: number): void
  addGated(x: number, gate: number, to: number, count: number): void
}
