import { MynaError } from '../../../../../src/shared/protocol/errors'
import { ELEMENT_TYPE, type OnnxGraph, type OnnxNode, type OnnxTensor } from '../../../../formats/onnx-model'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import { float32Values } from '../../../../formats/onnx-values'
import { protobufFields } from '../../../../formats/protobuf-reader'
import type { StoredMatrix } from '../../../../formats/weights'
import { floats, int64 } from '../../../../runtime/tensor'
import type { EmbedText } from '../text/text-table'
import type { PocketBundle } from './bundle'
import { openGraph, type GraphContext } from './graphs'
import type { Opened } from '../../opened'

/** The text conditioner as published. Errors: as {@link openGraph}; of embedding, `model-mismatch` for a table of another width. */
export async function openTextConditioner(context: GraphContext, bundle: PocketBundle): Promise<Opened<EmbedText>> {
  const session = await openGraph(context, 'text_conditioner', bundle)
  const width = bundle.conditioning_dim
  return {
    async value(ids) {
      const outputs = await session.run({ token_ids: int64(ids, [1, ids.length]) })
      const embeddings = floats(outputs['embeddings'])
      if (embeddings.length === ids.length * width) return embeddings
      throw new MynaError('model-mismatch', `${embeddings.length} values for ${ids.length} pieces, ${width} each expected`)
    },
    release: () => session.release(),
  }
}

/**
 * The table of a graph that does nothing but look up in it, in float32 or, with a scale per row, in 8 bits, and in memory of its
 * own; null for others.
 */
export function readTextTable(file: Uint8Array, width: number): StoredMatrix | null {
  const graph = readOnnxModel({ path: '', data: file })?.graph
  if (graph === undefined || graph.inputs.length !== 1 || graph.outputs.length !== 1) return null
  const [table, scale, ...others] = graph.initializers
  if (table?.dims.length !== 2 || table.dims[1] !== width || others.length > 0) return null
  if (scale === undefined) return computes(graph, 'Gather') ? plainTable(table, width) : null
  return computes(graph, 'Cast Gather Gather Mul') ? packedTable(table, scale, width) : null
}

/** Whether a graph has these nodes, by type, and `Identity` at most besides; all look up along the first axis. */
function computes({ nodes }: OnnxGraph, types: string): boolean {
  const working = nodes.filter(({ opType }) => opType !== 'Identity')
  return working.map(({ opType }) => opType).sort().join(' ') === types && working.every((node) => node.opType !== 'Gather' || looksUpRows(node))
}

/** AttributeProto.i, field 3, is left out where it is 0, as is the attribute. */
function looksUpRows({ attributes }: OnnxNode): boolean {
  return attributes.every(({ name, encoded }) => name !== 'axis' || [...protobufFields(encoded)].every(({ number, value }) => number !== 3 || value === 0))
}

function plainTable(tensor: OnnxTensor, width: number): StoredMatrix | null {
  const values = tensor.dataType === ELEMENT_TYPE.float32 ? float32Values(tensor) : null
  return values && { outputs: values.length / width, inputs: width, values, inputsFirst: false, scales: new Float32Array(0) }
}

function packedTable({ dataType, raw }: OnnxTensor, scale: OnnxTensor, width: number): StoredMatrix | null {
  const scales = scale.dataType === ELEMENT_TYPE.float32 ? float32Values(scale) : null
  if (dataType !== ELEMENT_TYPE.int8 || raw === null || scales?.length !== raw.length / width) return null
  return { outputs: scales.length, inputs: width, values: new Int8Array(raw), inputsFirst: false, scales }
}
