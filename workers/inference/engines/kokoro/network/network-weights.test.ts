import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { starterFolder } from '../../../../../scripts/app/fetch-starter-model'
import { ELEMENT_TYPE, type OnnxNode, type OnnxTensor } from '../../../../formats/onnx-model'
import { encodeOnnxModel, newOperatorSet, newTensor } from '../../../../formats/onnx-writer'
import { readNetworkWeights, type OpenNetworkWeights } from './network-weights'

const { float32, int8, uint8 } = ELEMENT_TYPE

const node = (name: string, opType: string, ...inputs: string[]): OnnxNode => ({ name, opType, inputs, outputs: [`${name}_out`], attributes: [], domain: '' })
const floats = (name: string, dims: number[], values: number[]) => newTensor(name, float32, dims, Float32Array.from(values))

function weightsOf(nodes: OnnxNode[], initializers: OnnxTensor[]): OpenNetworkWeights {
  const graph = { name: 'small', nodes, initializers, inputs: [], outputs: [] }
  return readNetworkWeights(encodeOnnxModel({ irVersion: 9, opsets: [newOperatorSet('', 20)], graph }, 'myna-fixtures'))
}

describe('weights of a small graph', () => {
  const quantised = weightsOf(
    [
      node('/encoder/fc/Gemm_MatMul_quant', 'MatMulInteger', 'x', 'onnx::MatMul_7_quantized', 'x_zero', 'zeros'),
      node('/encoder/shifted/MatMul_quant', 'MatMulInteger', 'x', 'onnx::MatMul_7_quantized', 'x_zero', 'ones'),
      node('/encoder/fc/Gemm_Add', 'Add', 'y', 'fc.bias'),
      node('/encoder/conv/Conv_quant', 'ConvInteger', 'x', '/encoder/Mul_quantized', 'x_zero', 'point'),
      node('/encoder/lstm/LSTM_quant', 'DynamicQuantizeLSTM', 'x', 'W_quantized', 'R_quantized', 'B', '', '', '', '', 'W_scale', 'zeros', 'R_scale', 'zeros'),
    ],
    [
      newTensor('onnx::MatMul_7_quantized', int8, [3, 2], Int8Array.of(1, 2, 3, 4, 5, -6)),
      floats('onnx::MatMul_7_scale', [2], [0.5, 0.25]),
      newTensor('zeros', int8, [2], new Int8Array(2)),
      newTensor('ones', int8, [2], Int8Array.of(0, 1)),
      floats('fc.bias', [2], [7, 8]),
      newTensor('/encoder/Mul_quantized', uint8, [2, 1, 2], Uint8Array.of(130, 255, 0, 1)),
      floats('/encoder/Mul_scale', [], [0.125]),
      newTensor('point', uint8, [], Uint8Array.of(128)),
      newTensor('W_quantized', int8, [2, 2, 4], Int8Array.from({ length: 16 }, (_, i) => i)),
      newTensor('R_quantized', int8, [2, 1, 4], Int8Array.from({ length: 8 }, (_, i) => -i)),
      floats('B', [2, 8], Array.from({ length: 16 }, (_, i) => i)),
      floats('W_scale', [2], [1, 2]),
      floats('R_scale', [2], [3, 4]),
      newTensor('tokens_quantized', int8, [2, 2], Int8Array.of(-2, -1, 0, 1)),
      floats('tokens_scale', [], [0.5]),
    ],
  )

  it('finds a linear layer by the path of its node, with a scale per output', () => {
    const { values, scales, ...rest } = quantised.linear('encoder/fc')
    expect(rest).toEqual({ inputs: 3, outputs: 2, inputsFirst: true })
    expect([...values, ...scales]).toEqual([1, 2, 3, 4, 5, -6, 0.5, 0.25])
  })

  it('finds a convolution, with the zero point that its node names', () => {
    const { values, ...rest } = quantised.convolution('encoder/conv')
    expect(rest).toEqual({ dims: [2, 1, 2], scale: 0.125, zeroPoint: 128 })
    expect([...values]).toEqual([130, 255, 0, 1])
  })

  it('takes the directions of an LSTM apart and adds up its biases', () => {
    const [forward, backward] = quantised.recurrence('encoder/lstm')
    expect([forward.hidden, backward.hidden]).toEqual([1, 1])
    expect([...backward.input.values, ...backward.input.scales]).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 2])
    expect([...backward.recurrent.values, ...backward.recurrent.scales]).toEqual([-4, -5, -6, -7, 4])
    expect([...forward.bias]).toEqual([4, 6, 8, 10])
    expect([...backward.bias]).toEqual([20, 22, 24, 26])
  })

  it('reads vectors and tables as float32', () => {
    expect([...quantised.vector('fc.bias', 2)]).toEqual([7, 8])
    expect(quantised.table('tokens')).toEqual({ rows: 2, width: 2, values: Float32Array.of(-1, -0.5, 0, 0.5) })
  })

  it.each([
    ['a layer that is not there', () => quantised.linear('encoder/other')],
    ['a layer of another kind', () => quantised.linear('encoder/conv')],
    ['a linear layer whose weights are shifted', () => quantised.linear('encoder/shifted')],
    ['a vector of another length', () => quantised.vector('fc.bias', 3)],
    ['a vector that is not float32', () => quantised.vector('zeros')],
    ['bytes that are no graph', () => readNetworkWeights(Uint8Array.of(1, 2, 3))],
  ])('refuses %s', (_, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })

  it('reads the float32 graph by the same paths', () => {
    const weights = weightsOf(
      [node('/encoder/fc/Gemm', 'Gemm', 'x', 'fc.weight', 'fc.bias'), node('/encoder/conv/Conv', 'Conv', 'x', 'mul'), node('/encoder/lstm/LSTM', 'LSTM', 'x', 'W', 'R', 'B')],
      [
        floats('fc.weight', [2, 3], [1, 2, 3, 4, 5, 6]), floats('mul', [1, 1, 1], [9]),
        floats('W', [2, 4, 1], [0, 1, 2, 3, 4, 5, 6, 7]), floats('R', [2, 4, 1], [0, 1, 2, 3, 4, 5, 6, 7]), floats('B', [2, 8], Array<number>(16).fill(1)),
      ],
    )
    expect(weights.linear('encoder/fc')).toMatchObject({ inputs: 3, outputs: 2, inputsFirst: false, scales: new Float32Array(0) })
    expect(weights.convolution('encoder/conv')).toEqual({ dims: [1, 1, 1], values: Float32Array.of(9), scale: 1, zeroPoint: 0 })
    expect(weights.recurrence('encoder/lstm')[1].input).toMatchObject({ inputs: 1, outputs: 4, inputsFirst: false, values: Float32Array.of(4, 5, 6, 7) })
  })
})

it('gives nothing once it was closed', () => {
  const weights = weightsOf([], [floats('a', [2], [1, 2])])
  expect([...weights.vector('a')]).toEqual([1, 2])
  weights.close()
  expect(() => weights.vector('a')).toThrow(expect.objectContaining({ code: 'internal' }))
})

const path = join(starterFolder, 'model.onnx')
const fetched = existsSync(path)

describe.skipIf(!fetched)(fetched ? 'the published file' : 'the published file (skipped: run npm run fetch-model first)', () => {
  it('holds a layer of every kind, as views of the file', () => {
    const file = new Uint8Array(readFileSync(path))
    const weights = readNetworkWeights(file)
    const query = weights.linear('encoder/bert/encoder/albert_layer_groups.0/albert_layers.0/attention/query')
    expect([query.inputs, query.outputs, query.scales.length]).toEqual([768, 768, 768])
    const convolution = weights.convolution('decoder/decoder/generator/resblocks.1/convs1.0')
    expect(convolution.dims).toEqual([256, 256, 7])
    expect(convolution.values.buffer).toBe(file.buffer)
    expect(weights.convolution('decoder/decoder/generator/ups.0').dims).toEqual([512, 256, 20])
    expect(weights.recurrence('encoder/shared').map(({ hidden, input }) => [hidden, input.inputs])).toEqual([[256, 640], [256, 640]])
    expect(weights.table('encoder.text_encoder.embedding.weight')).toMatchObject({ rows: 178, width: 512 })
    expect(weights.vector('decoder.decoder.generator.resblocks.0.alpha1.0', 256).every(Number.isFinite)).toBe(true)
  })
})
