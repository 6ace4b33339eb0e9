import { MynaError } from '../../../../../src/shared/protocol/errors'
import { ELEMENT_TYPE, type OnnxGraph, type OnnxNode, type OnnxTensor } from '../../../../formats/onnx-model'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import { float32Values } from '../../../../formats/onnx-values'
import type { StoredMatrix, WeightSource } from '../../../../formats/weights'

/**
 * Finds the weights of a part of the model in its published graphs (KevinAHM/pocket-tts-onnx), int8 or float32. `files` must
 * not change while the result is in use. Matrices that lost their name in the export are found by the node that multiplies by
 * them; where that says nothing either, `inOrder` names them in the order in which the graph multiplies by them. Errors:
 * `model-invalid` for files that are no graphs.
 */
export function openPublishedWeights(files: readonly Uint8Array[], inOrder: readonly string[] = []): WeightSource {
  const graphs = files.map((data): OnnxGraph => {
    const model = readOnnxModel({ path: '', data })
    if (model === null) throw new MynaError('model-invalid', 'a file of the model is no graph')
    return model.graph
  })
  const tensors = new Map(graphs.flatMap(({ initializers }) => initializers.map((tensor) => [tensor.name, tensor] as const)))
  const nodes = new Map(graphs.flatMap((graph) => graph.nodes.map((node) => [node.name, node] as const)))
  const aliases = new Map(
    graphs.flatMap((graph) => graph.nodes.flatMap(({ opType, inputs, outputs }) => (opType === 'Identity' ? [[outputs[0] ?? '', inputs[0] ?? ''] as const] : []))),
  )
  const ordered = orderedMatrices(graphs, tensors, inOrder)

  const constant = (value: string) => tensors.get(value) ?? tensors.get(aliases.get(value) ?? '')
  /** The constant that a node takes as one of its inputs. */
  const operand = (node: string, input: number) => constant(nodes.get(node)?.inputs[input] ?? '')

  /** A tensor by its name, with or without the part that stands for the whole language model. */
  const named = (name: string) => tensors.get(name) ?? tensors.get(name.replace(/^flow_lm\./, ''))

  /** A matrix, and whether its inputs come first. */
  function find(name: string): { readonly tensor: OnnxTensor; readonly inputsFirst: boolean } | null {
    const node = nodePath(name)
    const turned =
      ordered.get(name) ?? named(`${name}.weight_quantized`) ?? named(`${name}.weight_T_quantized`) ?? operand(`${node}/MatMul_quant`, 1) ??
      named(`${name}.weight_T`) ?? operand(`${node}/MatMul`, 1)
    if (turned !== undefined) return { tensor: turned, inputsFirst: true }
    const plain = named(`${name}.weight`) ?? named(name)
    return plain?.dims.length === 2 ? { tensor: plain, inputsFirst: false } : null
  }

  const findTensor = (name: string) => named(name) ?? UNNAMED.flatMap(({ suffix, node }) => (name.endsWith(suffix) ? [operandOf(name, suffix, node)] : [])).find(Boolean)

  function operandOf(name: string, suffix: string, node: string): OnnxTensor | undefined {
    const path = nodePath(name.slice(0, -suffix.length))
    return [0, 1].map((input) => operand(path + node, input)).find((tensor) => tensor !== undefined)
  }

  return {
    gelu: graphs.some(({ nodes }) => nodes.some(isTanhGelu)) ? 'tanh' : 'exact',
    shapeOf(name) {
      const matrix = find(name.replace(/\.weight$/, ''))
      return matrix === null ? findTensor(name)?.dims : matrix.inputsFirst ? matrix.tensor.dims.toReversed() : matrix.tensor.dims
    },
    matrix(name) {
      const { tensor, inputsFirst } = present(find(name), name)
      return tensor.name.endsWith('_quantized') ? int8Matrix(tensor, tensors) : floatMatrix(tensor, inputsFirst)
    },
    tensor(name) {
      const tensor = present(findTensor(name), name)
      return { dims: tensor.dims, values: present(float32Values(tensor), name) }
    },
  }
}

/** Exporters write the approximation as its hyperbolic tangent, or as one operator; nothing else in these graphs is computed so. */
export function isTanhGelu({ opType, attributes }: Pick<OnnxNode, 'opType' | 'attributes'>): boolean {
  if (opType === 'Gelu') return attributes.some(({ name, encoded }) => name === 'approximate' && new TextDecoder().decode(encoded).includes('tanh'))
  return opType === 'Tanh' || opType === 'FastGelu'
}

/** Vectors that lose their names in the export, and the node that multiplies by them. */
const UNNAMED = [
  { suffix: '.freqs', node: '/Mul' },
  { suffix: '.mlp.3.alpha', node: '/mlp/mlp.3/Mul_2' },
]

/** `flow_lm.transformer.layers.0.linear1` is computed by nodes of `/transformer/layers.0/linear1`. */
function nodePath(name: string): string {
  return `/${name.replace(/^flow_lm\./, '').replace(/\.(?=\D)/g, '/')}`
}

/** The constant matrices that graphs multiply by, under these names; none where there are more or fewer of them. */
function orderedMatrices(graphs: readonly OnnxGraph[], tensors: ReadonlyMap<string, OnnxTensor>, names: readonly string[]): ReadonlyMap<string, OnnxTensor> {
  if (names.length === 0) return new Map()
  const matrices = graphs.flatMap(({ nodes }) => nodes).flatMap(({ opType, inputs }) => {
    const tensor = opType === 'MatMul' || opType === 'MatMulInteger' ? tensors.get(inputs[1] ?? '') : undefined
    return tensor?.dims.length === 2 ? [tensor] : []
  })
  return matrices.length === names.length ? new Map(names.flatMap((name, i) => (matrices[i] ? [[name, matrices[i]] as const] : []))) : new Map()
}

/** ONNX Runtime's quantiser names a matrix, its scale and its zero point so. */
function int8Matrix({ name, dims, dataType, raw }: OnnxTensor, tensors: ReadonlyMap<string, OnnxTensor>): StoredMatrix {
  const sibling = (suffix: string) => tensors.get(name.replace(/_quantized$/, suffix))
  const scales = float32Values(present(sibling('_scale'), `${name}: scale`))
  const zeroPoint = sibling('_zero_point')
  const [inputs = 0, outputs = 0] = dims
  if (dataType !== ELEMENT_TYPE.int8 || raw?.length !== inputs * outputs || dims.length !== 2 || !(zeroPoint === undefined || isZero(zeroPoint))) {
    throw new MynaError('model-invalid', `${name} is no symmetric int8 matrix`)
  }
  if (scales?.length !== 1 && scales?.length !== outputs) throw new MynaError('model-invalid', `${name} has ${scales?.length ?? 0} scales`)
  return { outputs, inputs, values: new Int8Array(raw.buffer, raw.byteOffset, raw.length), inputsFirst: true, scales }
}

const isZero = (tensor: OnnxTensor) => float32Values(tensor)?.every((value) => value === 0) ?? false

function floatMatrix(tensor: OnnxTensor, inputsFirst: boolean): StoredMatrix {
  const values = tensor.dataType === ELEMENT_TYPE.int8 ? null : float32Values(tensor)
  const [inputs = 0, outputs = 0] = inputsFirst ? tensor.dims : tensor.dims.toReversed()
  if (values?.length !== inputs * outputs || tensor.dims.length !== 2) throw new MynaError('model-invalid', `${tensor.name} is no matrix of floating point numbers`)
  return { outputs, inputs, values, inputsFirst, scales: new Float32Array(0) }
}

function present<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) throw new MynaError('model-invalid', `no weight ${name}`)
  return value
}
