/** Rows of values, of which the first begins at `at` and each later one `step` values behind the one before. */
export interface Strided {
  readonly values: Float64Array
  readonly at: number
  readonly step: number
}

/** A matrix [outputs, inputs] that begins at `at`. */
export interface WeightRows {
  readonly values: Float64Array
  readonly at: number
  readonly outputs: number
  readonly inputs: number
}

/** Adds to each of `rows` rows of y what the matrix makes of that row of x. */
export function addProduct(rows: number, x: Strided, weights: WeightRows, y: Strided): void {
  const { outputs, inputs } = weights
  const [w, xs, ys] = [weights.values, x.values, y.values]
  const inFours = outputs - (outputs % 4)
  for (let output = 0; output < inFours; output += 4) {
    const w0 = weights.at + output * inputs
    const [w1, w2, w3] = [w0 + inputs, w0 + 2 * inputs, w0 + 3 * inputs]
    for (let row = 0; row < rows; row++) {
      const from = x.at + row * x.step
      const to = y.at + row * y.step + output
      let a = ys[to] ?? NaN
      let b = ys[to + 1] ?? NaN
      let c = ys[to + 2] ?? NaN
      let d = ys[to + 3] ?? NaN
      for (let i = 0; i < inputs; i++) {
        const value = xs[from + i] ?? NaN
        a += value * (w[w0 + i] ?? NaN)
        b += value * (w[w1 + i] ?? NaN)
        c += value * (w[w2 + i] ?? NaN)
        d += value * (w[w3 + i] ?? NaN)
      }
      ys[to] = a
      ys[to + 1] = b
      ys[to + 2] = c
      ys[to + 3] = d
    }
  }
  for (let output = inFours; output < outputs; output++) {
    for (let row = 0; row < rows; row++) {
      let sum = 0
      for (let i = 0; i < inputs; i++) sum += (xs[x.at + row * x.step + i] ?? NaN) * (w[weights.at + output * inputs + i] ?? NaN)
      const to = y.at + row * y.step + output
      ys[to] = (ys[to] ?? NaN) + sum
    }
  }
}

/** The way back of {@link addProduct}: adds to each row of `toX` the gradient of what was read, by `gradient`, of what was added to. */
export function addTransposed(rows: number, gradient: Strided, weights: WeightRows, toX: Strided): void {
  const { outputs, inputs } = weights
  const [w, gs, xs] = [weights.values, gradient.values, toX.values]
  const inFours = outputs - (outputs % 4)
  for (let output = 0; output < inFours; output += 4) {
    const w0 = weights.at + output * inputs
    const [w1, w2, w3] = [w0 + inputs, w0 + 2 * inputs, w0 + 3 * inputs]
    for (let row = 0; row < rows; row++) {
      const from = gradient.at + row * gradient.step + output
      const to = toX.at + row * toX.step
      const a = gs[from] ?? NaN
      const b = gs[from + 1] ?? NaN
      const c = gs[from + 2] ?? NaN
      const d = gs[from + 3] ?? NaN
      for (let i = 0; i < inputs; i++) {
        xs[to + i] = (xs[to + i] ?? NaN) + a * (w[w0 + i] ?? NaN) + b * (w[w1 + i] ?? NaN) + c * (w[w2 + i] ?? NaN) + d * (w[w3 + i] ?? NaN)
      }
    }
  }
  for (let output = inFours; output < outputs; output++) {
    for (let row = 0; row < rows; row++) {
      const slope = gs[gradient.at + row * gradient.step + output] ?? NaN
      const to = toX.at + row * toX.step
      for (let i = 0; i < inputs; i++) xs[to + i] = (xs[to + i] ?? NaN) + slope * (w[weights.at + output * inputs + i] ?? NaN)
    }
  }
}
