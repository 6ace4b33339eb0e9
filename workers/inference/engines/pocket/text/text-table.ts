import { MynaError } from '../../../../../src/shared/protocol/errors'
import { ELEMENT_TYPE, type OnnxGraph, type OnnxNode, type OnnxTensor } from '../../../../formats/onnx-model'
import type { Session } from '../../../../runtime/session'
import { float32 } from '../../../../runtime/tensor'
import type { PocketBundle } from '../published/bundle'
import { float32Values } from '../../../../formats/onnx-values'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import { openGraph, readGraph, type GraphContext } from '../published/graphs'
import { protobufFields } from '../../../../formats/protobuf-reader'

/**
 * Opens the text conditioner. It only looks rows up in a table: where the file is the known one that is done here, and
 * ONNX Runtime need not run for it; any other is opened as a graph. Errors: as {@link openGraph}.
 */
export async function openTextConditioner(context: GraphContext, bundle: PocketBundle): Promise<Session> {
  const file = await readGraph(context, 'text_conditioner')
  const row = readTextTable(new Uint8Array(file), bundle.conditioning_dim)
  return row === null ? openGraph(context, 'text_conditioner', bundle, file) : lookUp(row, bundle.conditioning_dim)
}

/** Writes the row of an id to `to`; false where there is no such row. */
type WriteRow = (id: number, to: Float32Array) => boolean

/** The table of a graph that does nothing but look up in it, in float32 or, with a scale per row, in 8 bits; null for others. */
function readTextTable(file: Uint8Array, width: number): WriteRow | null {
  const graph = readOnnxModel({ path: '', data: file })?.graph
  if (graph === undefined || graph.inputs.length !== 1 || graph.outputs.length !== 1) return null
  const [first, second, ...others] = graph.initializers
  if (first?.dims.length !== 2 || first.dims[1] !== width || others.length > 0) return null
  if (second === undefined) return computes(graph, 'Gather') ? plainTable(first, width) : null
  return computes(graph, 'Cast Gather Gather Mul') ? packedTable(first, second, width) : null
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

function plainTable(tensor: OnnxTensor, width: number): WriteRow | null {
  const values = tensor.dataType === ELEMENT_TYPE.float32 ? float32Values(tensor) : null
  if (values === null) return null
  return (id, to) => {
    if ((id + 1) * width > values.length) return false
    to.set(values.subarray(id * width, (id + 1) * width))
    return true
  }
}

function packedTable({ dataType, raw }: OnnxTensor, scale: OnnxTensor, width: number): WriteRow | null {
  const scales = scale.dataType === ELEMENT_TYPE.float32 ? float32Values(scale) : null
  if (dataType !== ELEMENT_TYPE.int8 || raw === null || scales?.length !== raw.length / width) return null
  // A copy of its own, so that the file may go.
  const values = new Int8Array(Uint8Array.from(raw).buffer)
  return (id, to) => {
    const step = scales[id]
    if (step === undefined) return false
    for (let i = 0; i < width; i++) to[i] = (values[id * width + i] ?? NaN) * step
    return true
  }
}

function lookUp(writeRow: WriteRow, width: number): Session {
  return {
    inputNames: ['token_ids'],
    outputNames: ['embeddings'],
    inputShapes: new Map([['token_ids', [1, 'tokens']]]),
    run({ token_ids: ids }) {
      if (ids?.type !== 'int64') return Promise.reject(new MynaError('internal', 'no token ids'))
      const rows = new Float32Array(ids.data.length * width)
      const isMissing = (id: bigint, i: number) => id < 0 || !writeRow(Number(id), rows.subarray(i * width, (i + 1) * width))
      const missing = ids.data.find(isMissing)
      if (missing !== undefined) return Promise.reject(new MynaError('inference-failed', `the text table has no row ${missing}`))
      return Promise.resolve({ embeddings: float32(rows, [1, ids.data.length, width]) })
    },
    release: () => Promise.resolve(),
  }
}
