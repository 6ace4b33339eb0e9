/** What the module exports, as `assembly/` defines it. Every argument is an address, a count or a number. */
export interface KernelExports extends FloatExports, Int8Exports, ConvolutionExports, RowExports, GradientExports {
  /** First address that the host may use. */
  heapStart(): number
}

/**
 * Kernels on float32 matrices and rows, as `assembly/` defines and describes them. Every argument is an address in bytes,
 * a count of values or rows, or a number; `accumulate` is 0 or 1.
 */
interface FloatExports {
  multiply(a: number, aStep: number, b: number, c: number, cStep: number, m: number, n: number, k: number, accumulate: number): void
  elu(from: number, to: number, count: number): void
  gelu(x: number, count: number): void
  geluTanh(x: number, count: number): void
  leakyRelu(x: number, slope: number, count: number): void
  channelStatistics(x: number, rows: number, width: number, to: number): void
  layerNorm(from: number, weight: number, bias: number, to: number, rows: number, width: number, epsilon: number): void
  rotatePairs(x: number, step: number, rows: number, heads: number, width: number, table: number): void
  upsampleChannels(from: number, w: number, to: number, rows: number, channels: number, stride: number): void
  convolveToOne(from: number, step: number, w: number, start: number, to: number, rows: number, length: number): void
  storeKeys(keys: number, step: number, ring: number, slot: number, count: number, width: number): void
  storeValues(values: number, step: number, ring: number, slot: number, slots: number, count: number, width: number): void
  /** assembly/wide-product.ts */
  multiplyWide(
    a: number, aStep: number, groupRows: number, groupBytes: number, scales: number, b: number, c: number, cStep: number,
    m: number, n: number, k: number, accumulate: 0 | 1,
  ): void
  /** assembly/processor.ts */
  madeNanSign(zero: number): 0 | 1
  softmaxWindow(scores: number, slots: number, count: number, slot: number, position: number, window: number, scale: number): void
}

/** Kernels of a language model with int8 weights and of the flow behind it; layouts and limits in `assembly/`. */
interface Int8Exports {
  /** assembly/quantise.ts */
  quantiseGroups(from: number, groups: number, step: number, count: number, range: number, to: number, toStep: number, scales: number, copies: number): void
  /** assembly/int8-product.ts */
  multiplyInt8(
    x: number, xScales: number, w: number, scales: number, start: number, to: number,
    rows: number, outputs: number, inputs: number, accumulate: 0 | 1,
  ): void
  /** assembly/cached-attention.ts */
  storeRows(from: number, step: number, rows: number, heads: number, width: number, cache: number, capacity: number, position: number): void
  attendCached(
    queries: number, step: number, rows: number, heads: number, share: number, width: number, keys: number, values: number,
    capacity: number, past: number, scale: number, scores: number, to: number,
  ): void
  /** assembly/modulation.ts */
  silu(from: number, to: number, count: number): void
  modulate(x: number, shift: number, scale: number, count: number): void
  addGated(x: number, gate: number, to: number, count: number): void
}

/** Convolutions in whole numbers; `int8-convolution.ts` makes their records. */
interface ConvolutionExports {
  /** assembly/pack-weights.ts */
  weightBytes(): 1 | 2
  packWeights(
    values: number, kind: number, zero: number, outputStep: number, inputStep: number, tapStep: number, outputs: number, inputs: number,
    taps: number, width: number, range: number, whole: 0 | 1, offset: number, to: number, sums: number, worth: number, scratch: number,
  ): void
  /** assembly/activated-rows.ts */
  activateRows(from: number, coefficients: number, kind: number, to: number, limits: number, rows: number, width: number): void
  /** assembly/int8-convolution.ts */
  convolutionScratch(layer: number): number
  convolveRows(
    layer: number, x: number, total: number, from: number, to: number, activation: number, coefficients: number, out: number,
    plus: number, factor: number, accumulate: 0 | 1, statistics: number, scratch: number,
  ): void
}

/** Products of rows, LSTMs and attention without a cache; layouts and limits in `assembly/`. */
interface RowExports {
  /** assembly/row-product.ts */
  rowProductScratch(layer: number): number
  multiplyRows(
    layer: number, x: number, total: number, from: number, to: number, coefficients: number,
    out: number, step: number, plus: number, factor: number, scratch: number,
  ): void
  /** assembly/lstm.ts */
  lstmRange(): number
  lstmScratch(hidden: number): number
  runLstm(layer: number, gates: number, gateStep: number, rows: number, backward: 0 | 1, out: number, step: number, scratch: number): void
  /** assembly/full-attention.ts */
  attendScratch(rows: number, width: number): number
  attendAll(
    queries: number, keys: number, values: number, step: number, rows: number, width: number, scale: number,
    to: number, toStep: number, scratch: number,
  ): void
}

/** What a network learns with: convolutions in float32 either way, of weights that lie in memory as 8 bits, and gradients; layouts and limits in `assembly/`. */
interface GradientExports {
  /** assembly/float-convolution.ts */
  unpackPanels(
    values: number, tapStep: number, rowStep: number, columnStep: number, depth: number, columns: number, scale: number, zero: number,
    start: number, factor: number, to: number, from: number, end: number,
  ): void
  convolveFloat(
    x: number, xStep: number, panels: number, inputs: number, outputs: number, taps: number, dilation: number, before: number,
    out: number, outStep: number, from: number, to: number, accumulate: 0 | 1,
  ): void
  /** assembly/norm-gradient.ts */
  activationGradient(x: number, coefficients: number, kind: number, gradient: number, rows: number, width: number, sums: number): void
  normGradient(gradient: number, x: number, coefficients: number, to: number, rows: number, width: number, accumulate: 0 | 1): void
  addScaled(from: number, factor: number, to: number, count: number, accumulate: 0 | 1): void
  leakyReluGradient(y: number, slope: number, gradient: number, count: number): void
}
