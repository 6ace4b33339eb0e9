import { MynaError } from '../../../../../src/shared/protocol/errors'
import { ELEMENT_TYPE, type OnnxGraph, type OnnxTensor } from '../../../../formats/onnx-model'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import type { CodecWeights, LinearWeight } from './codec-weights'
import { float32Values } from '../../../../formats/onnx-values'

/** Linear layers of one of the codec's transformer layers, in the order in which they are computed. */
const LAYER = ['self_attn.in_proj.weight', 'self_attn.out_proj.weight', 'linear1.weight', 'linear2.weight'] as const

/**
 * The codec's weights in a `mimi_decoder` or `mimi_encoder` graph, published (KevinAHM/pocket-tts-onnx) or compiled, float32
 * or int8. Convolutions and norms have their names; matrices of published ones are anonymous and are told by their order. `file` must not
 * change while the result is in use; what is read is a copy. Null where the graph is not such a one.
 */
export function readCodecGraph(file: Uint8Array, part: 'encoder' | 'decoder', layers: number): CodecWeights | null {
  const graph = readOnnxModel({ path: '', data: file })?.graph
  if (graph === undefined) return null
  const tensors = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]))
  const names = Array.from({ length: layers }, (_, layer) => LAYER.map((name) => `mimi.${part}_transformer.transformer.layers.${layer}.${name}`)).flat()
  if (part === 'encoder') names.push('flow_lm.speaker_proj_weight')
  const matrices = matricesByName(names, tensors) ?? matricesInOrder(graph, tensors)
  if (matrices?.length !== names.length) return null
  const linears = new Map(names.map((name, i) => [name, matrices[i]]))

  return {
    tensor(name) {
      // The exporter takes these two out of the language model, and their names with them.
      const found = tensors.get(name) ?? tensors.get(name.replace(/^flow_lm\.(?=emb_)/, ''))
      const values = found && float32Values(found)
      if (!found || !values) throw new MynaError('model-mismatch', `the graph has no ${name}`)
      return { dims: found.dims, values }
    },
    linear(name) {
      const found = linears.get(name)
      if (!found) throw new MynaError('model-mismatch', `the graph has no ${name}`)
      return linearWeight(found)
    },
  }
}

interface Matrix {
  /** [inputs, outputs], float32 or int8. */
  readonly tensor: OnnxTensor
  /** What an int8 value is worth: one number for all, or one per output. */
  readonly scales: Float32Array
}

const UNSCALED = Float32Array.of(1)

/** Matrices of a compiled graph, which has them by name: as they are, or in 8 bits with a scale per output. Null where one lacks. */
function matricesByName(names: readonly string[], tensors: ReadonlyMap<string, OnnxTensor>): readonly Matrix[] | null {
  const matrices = names.flatMap((name): readonly Matrix[] => {
    const [plain, quantised, scale] = [tensors.get(`${name}_T`), tensors.get(`${name}_quantized`), tensors.get(`${name}_scale`)]
    const scales = scale && float32Values(scale)
    if (plain) return [{ tensor: plain, scales: UNSCALED }]
    return quantised && scales && scales.length === quantised.dims[1] ? [{ tensor: quantised, scales }] : []
  })
  return matrices.length === names.length ? matrices : null
}

function matricesInOrder({ nodes }: OnnxGraph, tensors: ReadonlyMap<string, OnnxTensor>): readonly Matrix[] | null {
  const matrices: Matrix[] = []
  for (const { opType, inputs } of nodes) {
    const tensor = opType === 'MatMul' || opType === 'MatMulInteger' ? tensors.get(inputs[1] ?? '') : undefined
    if (tensor?.dims.length !== 2) continue
    if (opType === 'MatMul') {
      matrices.push({ tensor, scales: UNSCALED })
      continue
    }
    // ONNX Runtime's quantiser names a matrix and its scale so. The zero point is 0: published weights are symmetric.
    const scale = tensors.get(tensor.name.replace(/_quantized$/, '_scale'))
    const values = scale && float32Values(scale)
    if (values?.length !== 1 || tensor.dataType !== ELEMENT_TYPE.int8) return null
    matrices.push({ tensor, scales: values })
  }
  return matrices
}

function linearWeight({ tensor, scales }: Matrix): LinearWeight {
  const [inputs = 0, outputs = 0] = tensor.dims
  const { raw, dataType } = tensor
  const values = dataType === ELEMENT_TYPE.int8 && raw ? new Int8Array(raw.buffer, raw.byteOffset, raw.length) : float32Values(tensor)
  if (values?.length !== inputs * outputs) throw new MynaError('model-mismatch', `${tensor.name} is no matrix`)
  const scaleOf = (output: number) => scales[scales.length === 1 ? 0 : output] ?? NaN
  return { inputs, outputs, at: (input, output) => (values[input * outputs + output] ?? NaN) * scaleOf(output) }
}
