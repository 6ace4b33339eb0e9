/**
 * What the steps of the test must give, computed in the plainest way: loops in the order of the definitions, sums in
 * double precision. All arrays are in C order.
 */

/** x [rows, inputs] · Wᵀ with W [outputs, inputs]. */
export function productOf(x: Float32Array, weights: Float32Array, { inputs, outputs }: { readonly inputs: number; readonly outputs: number }): Float64Array {
  const rows = x.length / inputs
  const result = new Float64Array(rows * outputs)
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      let sum = 0
      for (let i = 0; i < inputs; i++) sum += (x[row * inputs + i] ?? NaN) * (weights[output * inputs + i] ?? NaN)
      result[row * outputs + output] = sum
    }
  }
  return result
}

/** Each row [width] brought to mean 0 and variance 1, then scaled and shifted (Ba, Kiros, Hinton 2016). */
export function normalised(x: Float32Array, scale: Float32Array, shift: Float32Array, epsilon: number): Float64Array {
  const width = scale.length
  const result = new Float64Array(x.length)
  for (let start = 0; start < x.length; start += width) {
    const row = x.subarray(start, start + width)
    const mean = row.reduce((sum, value) => sum + value, 0) / width
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width
    row.forEach((value, i) => { result[start + i] = ((value - mean) / Math.sqrt(variance + epsilon)) * (scale[i] ?? NaN) + (shift[i] ?? NaN) })
  }
  return result
}

/** Shares of each row [width]: exp(x), divided by the row's sum of them. */
export function softmaxOf(x: Float32Array, width: number): Float64Array {
  const result = new Float64Array(x.length)
  for (let start = 0; start < x.length; start += width) {
    const row = x.subarray(start, start + width)
    const sum = row.reduce((total, value) => total + Math.exp(value), 0)
    row.forEach((value, i) => { result[start + i] = Math.exp(value) / sum })
  }
  return result
}

export interface ConvolutionSizes {
  readonly inputs: number
  readonly outputs: number
  readonly kernel: number
}

/** x [inputs, length] over W [outputs, inputs, kernel] → [outputs, length - kernel + 1]. */
export function convolved(x: Float32Array, weights: Float32Array, bias: Float32Array, { inputs, outputs, kernel }: ConvolutionSizes): Float64Array {
  const length = x.length / inputs
  const outLength = length - kernel + 1
  const result = new Float64Array(outputs * outLength)
  for (let output = 0; output < outputs; output++) {
    for (let at = 0; at < outLength; at++) {
      let sum = bias[output] ?? NaN
      for (let input = 0; input < inputs; input++) {
        for (let k = 0; k < kernel; k++) sum += (x[input * length + at + k] ?? NaN) * (weights[(output * inputs + input) * kernel + k] ?? NaN)
      }
      result[output * outLength + at] = sum
    }
  }
  return result
}

/** x [inputs, length] spread by W [inputs, outputs, kernel], `stride` apart → [outputs, stride (length - 1) + kernel]. */
export function spread(x: Float32Array, weights: Float32Array, { inputs, outputs, kernel, stride }: ConvolutionSizes & { readonly stride: number }): Float64Array {
  const length = x.length / inputs
  const outLength = stride * (length - 1) + kernel
  const result = new Float64Array(outputs * outLength)
  for (let input = 0; input < inputs; input++) {
    for (let output = 0; output < outputs; output++) {
      for (let at = 0; at < length; at++) {
        for (let k = 0; k < kernel; k++) {
          const place = output * outLength + stride * at + k
          result[place] = (result[place] ?? NaN) + (x[input * length + at] ?? NaN) * (weights[(input * outputs + output) * kernel + k] ?? NaN)
        }
      }
    }
  }
  return result
}
