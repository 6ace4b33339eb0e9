import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { TransformerSizes } from '../configuration'
import type { CodecParts } from './convolution'
import { valueAt, vectorOf, type StoredMatrix } from '../../../../formats/weights'
import { packedLength } from '../../../../kernels/packed-matrix'
import { createRotationTable } from '../../../../kernels/rotation-table'

/** Positions of 80 ms: Kyutai's codec has 200 of them per second. Calls take whole multiples. */
export const POSITIONS_PER_FRAME = 16
/**
 * Positions whose convolutions go through all layers with many rows together, from or to the one with few: 20 ms, whose rows
 * stay in the cache from layer to layer, and which are rounded together.
 */
export const POSITIONS_PER_STEP = 4
/** PyTorch's default, which the codec keeps. */
const EPSILON = 1e-5
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/** The transformer between the codec's convolutions. */
export interface CodecTransformer {
  /** Runs all layers on `rows` rows at `x`, in place; the first is the stream's position `position`. */
  run(x: number, rows: number, position: number): void
}

/** Makes the transformer `mimi.{part}_transformer` for up to `most` rows per call. Errors: `model-mismatch`, `out-of-memory`. */
export function createCodecTransformer(
  parts: CodecParts,
  { part, layers, heads, context, most }: TransformerSizes & { readonly part: 'encoder' | 'decoder'; readonly most: number },
): CodecTransformer {
  const { memory } = parts.kernels
  const prefix = `mimi.${part}_transformer.transformer.layers`
  const { inputs: width } = parts.weights.matrix(`${prefix}.0.self_attn.in_proj`)
  const { outputs: inner } = parts.weights.matrix(`${prefix}.0.linear1`)
  if (width % heads !== 0 || (width / heads) % 8 !== 0) throw new MynaError('model-mismatch', `${heads} heads for ${width} values`)
  // The window behind the first position of a frame, and the frame.
  const slots = Math.ceil((context - 1) / POSITIONS_PER_FRAME) * POSITIONS_PER_FRAME + POSITIONS_PER_FRAME
  const sizes = { width, inner, heads, headWidth: width / heads, context, slots }
  const room = {
    normal: memory.allocate(most * width * FLOAT_BYTES),
    projected: memory.allocate(most * 3 * width * FLOAT_BYTES),
    attended: memory.allocate(most * width * FLOAT_BYTES),
    inner: memory.allocate(most * inner * FLOAT_BYTES),
    scores: memory.allocate(POSITIONS_PER_FRAME * slots * FLOAT_BYTES),
  }
  const rotation = createRotationTable(memory, sizes.headWidth, most)
  const stack = Array.from({ length: layers }, (_, layer) => createLayer(parts, `${prefix}.${layer}`, sizes, room, rotation.address))
  return {
    run(x, rows, position) {
      rotation.fill(position, rows)
      for (const layer of stack) layer(x, rows, position)
    },
  }
}

interface Sizes {
  readonly width: number
  readonly inner: number
  readonly heads: number
  readonly headWidth: number
  /** Positions that a query sees, itself included. */
  readonly context: number
  /** Of the rings. */
  readonly slots: number
}

/** Addresses of what lives within one layer's run. */
interface Room {
  readonly normal: number
  readonly projected: number
  readonly attended: number
  readonly inner: number
  readonly scores: number
}

function createLayer(parts: CodecParts, name: string, { width, inner, heads, headWidth, context, slots }: Sizes, room: Room, table: number) {
  const { kernels, weights, streams, products } = parts
  const { run, memory } = kernels
  const isTanh = weights.gelu === 'tanh'

  const place = (tensor: string) => {
    const address = memory.allocate(width * FLOAT_BYTES)
    memory.float32(address, width).set(vectorOf(weights, `${name}.${tensor}`, width))
    return address
  }
  /** A matrix of this size; what it gives is scaled by `scale` for good. */
  const matrix = (tensor: string, inputs: number, outputs: number, scale?: Float32Array) => {
    const weight = sized(weights.matrix(`${name}.${tensor}`), `${name}.${tensor}`, inputs, outputs)
    const at = valueAt(weight)
    return products.load(weight, scale ? (input, output) => at(input, output) * (scale[output] ?? NaN) : at)
  }
  const ring = (inputs: number, outputs: number) => {
    const length = packedLength(inputs, outputs)
    const address = memory.allocate(heads * length * FLOAT_BYTES)
    streams.carry(address, heads * length)
    return { address, headBytes: length * FLOAT_BYTES }
  }

  const norms = { attention: [place('norm1.weight'), place('norm1.bias')], inner: [place('norm2.weight'), place('norm2.bias')] } as const
  const scales = [vectorOf(weights, `${name}.layer_scale_1.scale`, width), vectorOf(weights, `${name}.layer_scale_2.scale`, width)] as const
  const matrices = {
    project: matrix('self_attn.in_proj', width, 3 * width),
    mix: matrix('self_attn.out_proj', width, width, scales[0]),
    widen: matrix('linear1', width, inner),
    narrow: matrix('linear2', inner, width, scales[1]),
  }
  const keys = ring(headWidth, slots)
  const values = ring(slots, headWidth)
  const step = 3 * width

  /** Attention of one frame's positions, whose queries, keys and values are the rows at `frame`. */
  function attend(frame: number, to: number, position: number): void {
    const slot = position % slots
    for (let head = 0; head < heads; head++) {
      const query = frame + head * headWidth * FLOAT_BYTES
      const [headKeys, headValues] = [keys.address + head * keys.headBytes, values.address + head * values.headBytes]
      run.storeKeys(query + width * FLOAT_BYTES, step, headKeys, slot, POSITIONS_PER_FRAME, headWidth)
      run.storeValues(query + 2 * width * FLOAT_BYTES, step, headValues, slot, slots, POSITIONS_PER_FRAME, headWidth)
      run.multiply(query, step, headKeys, room.scores, slots, POSITIONS_PER_FRAME, slots, headWidth, 0)
      run.softmaxWindow(room.scores, slots, POSITIONS_PER_FRAME, slot, position, context, 1 / Math.sqrt(headWidth))
      run.multiply(room.scores, slots, headValues, to + head * headWidth * FLOAT_BYTES, width, POSITIONS_PER_FRAME, headWidth, slots, 0)
    }
  }

  return (x: number, rows: number, position: number): void => {
    run.layerNorm(x, ...norms.attention, room.normal, rows, width, EPSILON)
    matrices.project({ from: room.normal, step: width, rows, to: room.projected, toStep: step })
    run.rotatePairs(room.projected, step, rows, 2 * heads, headWidth, table)
    for (let row = 0; row < rows; row += POSITIONS_PER_FRAME) {
      attend(room.projected + row * step * FLOAT_BYTES, room.attended + row * width * FLOAT_BYTES, position + row)
    }
    matrices.mix({ from: room.attended, step: width, rows, to: x, toStep: width, adds: true })
    run.layerNorm(x, ...norms.inner, room.normal, rows, width, EPSILON)
    matrices.widen({ from: room.normal, step: width, rows, to: room.inner, toStep: inner })
    if (isTanh) run.geluTanh(room.inner, rows * inner)
    else run.gelu(room.inner, rows * inner)
    matrices.narrow({ from: room.inner, step: inner, rows, to: x, toStep: width, adds: true })
  }
}

function sized(weight: StoredMatrix, name: string, inputs: number, outputs: number): StoredMatrix {
  if (weight.inputs === inputs && weight.outputs === outputs) return weight
  throw new MynaError('model-mismatch', `${name} makes ${weight.outputs} of ${weight.inputs} values, not ${outputs} of ${inputs}`)
}
