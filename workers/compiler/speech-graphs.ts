import { fixedNames } from '../formats/step-names'
import { sampledLatent, timeEmbedding, velocity } from './flow-layers'
import { GraphBuilder, OPSET, type BuiltGraph, type Product, type Value } from './graph-builder'
import { HIDDEN, layerNorm, rotationTable, splitByRows, transformerLayer, turnByAngles, type Angles, type Projections } from './pocket-layers'
import { timesOf, type SpeechSizes } from '../formats/checkpoint/pocket-sizes'

/** How many positions the caches have, and how many one call adds. */
export interface FixedShape {
  readonly capacity: number
  readonly rows: number
}

/**
 * Language model and one step of the flow for a GPU: all shapes are fixed, no node is left to the CPU and every output is made
 * by a node that computes, so that the graph can be captured: ONNX Runtime records computations, but not the copies by which
 * it lets a reshaped value leave (1.30, measured). sequence [1,1,latent], start f32[1] (1: the start of speech, whatever the sequence holds),
 * position i32[1], noise [1,latent], caches [1,capacity,key heads,width] of which rows before `position` count →
 * latent, eos_logit, this position's rows [1,1,key heads,width], which the host copies into its caches, and where each head looked, which
 * it reads where it follows the text.
 */
export function fixedStepGraph(sizes: SpeechSizes, product: Product, capacity: number): BuiltGraph {
  const { lm, latent, told } = sizes
  const g = new GraphBuilder('flow_lm_fixed_step', product)
  const sequence = g.input('sequence', 'float32', [1, 1, latent])
  const start = g.input(fixedNames.start, 'float32', [1])
  const noise = g.input('noise', 'float32', [1, latent])
  // Both are finite, so a sum does what a choice would.
  const kept = g.op('Mul', [sequence, g.op('Sub', [g.scalar(1), start])])
  const first = g.op('Add', [kept, g.op('Mul', [g.weight('flow_lm.bos_emb', [latent]), start])])
  const tell = (layer: number, seen: Value) => g.result(seen, fixedNames.attention(layer), 'float32', [1, lm.heads, capacity + 1])
  const x = fixedLayers(g, g.linear(first, 'flow_lm.input_linear.weight', latent, lm.width), sizes, { capacity, rows: 1 }, tell)

  const hidden = layerNorm(g, g.reshape(x, 1, lm.width), 1e-5, { name: 'flow_lm.out_norm', width: lm.width }, OPSET)
  const width = told ?? lm.width
  const c = g.result(told === null ? hidden : g.linear(hidden, 'flow_lm.z_proj.weight', lm.width, told), 'conditioning', 'float32', [1, width])
  g.result(g.linear(c, 'flow_lm.out_eos.weight', width, 1, 'flow_lm.out_eos.bias'), 'eos_logit', 'float32', [1, 1])
  g.result(sampledLatent(g, c, noise, sizes, OPSET), 'latent', 'float32', [1, latent])
  return g.finish()
}

/**
 * The same for a voice or a text: text_embeddings [1,rows,width] at `position` and after → rows [1,rows,key heads,width] of the
 * caches. A shorter stretch is filled up with anything; what comes out for it is not to be copied.
 */
export function fixedPrefillGraph(sizes: SpeechSizes, product: Product, shape: FixedShape): BuiltGraph {
  const g = new GraphBuilder('flow_lm_fixed_prefill', product)
  fixedLayers(g, g.input('text_embeddings', 'float32', [1, shape.rows, sizes.lm.width]), sizes, shape)
  return g.finish()
}

/**
 * One step of the flow alone, for a latent that is made in several: c as the step's graph gave it, s and t [1,1]
 * (where the step starts and ends, as far as the kind of flow is told), x [1,latent] → flow_dir [1,latent].
 */
export function fixedFlowGraph(sizes: SpeechSizes, product: Product): BuiltGraph {
  const g = new GraphBuilder('flow_lm_fixed_flow', product)
  const c = g.input('c', 'float32', [1, sizes.told ?? sizes.lm.width])
  const times = ['s', 't'].slice(0, timesOf(sizes.flow.kind)).map((name) => g.input(name, 'float32', [1, 1]))
  const time = times.length === 0 ? null : timeEmbedding(g, times, sizes)
  const x = g.input('x', 'float32', [1, sizes.latent])
  g.result(velocity(g, { c, time, x }, sizes, OPSET), 'flow_dir', 'float32', [1, sizes.latent])
  return g.finish()
}

/** @param tell gives a layer's attention, [1, heads, capacity + rows], a name to leave by */
function fixedLayers(g: GraphBuilder, input: Value, { lm, gelu }: SpeechSizes, { capacity, rows }: FixedShape, tell = (_layer: number, seen: Value) => seen): Value {
  const { heads, keyHeads, headWidth: width } = lm
  const cached = keyHeads * width
  const position = g.input(fixedNames.position, 'int32', [1])
  const angles = anglesFrom(g, position, width, { capacity, rows })
  const masks = { past: pastMask(g, position, capacity), own: ownMask(g, rows) }
  const shared = keysOfHeads(g, lm, rows)
  let x = input
  for (let layer = 0; layer < lm.layers; layer++) {
    const cache = (name: string) => g.reshape(g.input(name, 'float32', [1, capacity, keyHeads, width]), 1, capacity, cached)
    const attention = ({ q, k, v }: Projections) => {
      const newKeys = g.result(turnByAngles(g, k, angles, keyHeads, width), fixedNames.newKeys(layer), 'float32', [1, rows, keyHeads, width])
      const newValues = g.result(v, fixedNames.newValues(layer), 'float32', [1, rows, keyHeads, width])
      const flat = (value: Value) => g.reshape(value, 1, rows, cached)
      const columns = shared.columnsOf(turnByAngles(g, q, angles, heads, width))
      const scores = (keys: Value, mask: Value) => g.op('Add', [g.op('Mul', [g.op('MatMul', [keys, columns]), g.scalar(1 / Math.sqrt(width))]), mask])
      const all = g.op('Concat', [scores(cache(fixedNames.keys(layer)), masks.past), scores(flat(newKeys), masks.own)], { axis: 1 })
      const seen = tell(layer, g.op('Softmax', [g.transpose(all, 0, 2, 1)], { axis: -1 }))
      const past = g.op('MatMul', [g.slice(seen, 2, g.ints(0), g.ints(capacity)), cache(fixedNames.values(layer))])
      const own = g.op('MatMul', [g.slice(seen, 2, g.ints(capacity)), flat(newValues)])
      return shared.mixed(g.op('Add', [past, own]))
    }
    x = transformerLayer(g, x, { ...lm, name: `flow_lm.transformer.layers.${layer}`, gelu, opset: OPSET, layerScale: false }, attention, splitByRows)
  }
  return x
}

/**
 * Queries as columns, each with zeros where keys of other heads are: then a cache is multiplied as it lies, and never turned. What
 * comes of it has for each head the values of all, of which its own count.
 */
function keysOfHeads(g: GraphBuilder, { heads, keyHeads, headWidth }: SpeechSizes['lm'], rows: number) {
  const [cached, share] = [keyHeads * headWidth, heads / keyHeads]
  const own = Float32Array.from({ length: cached * heads }, (_, i) => (Math.floor(i / heads / headWidth) === Math.floor((i % heads) / share) ? 1 : 0))
  const ownColumns = g.floats(own, [cached, heads])
  const ownRows = (value: Value) => g.op('Mul', [value, g.once('heads as rows', () => g.transpose(ownColumns, 1, 0))])
  if (share === 1) {
    return {
      columnsOf: (q: Value) => g.op('Mul', [g.reshape(q, rows, cached, 1), ownColumns]),
      mixed: (all: Value) => g.reshape(g.op('ReduceSum', [ownRows(all), g.ints(1)], { keepdims: 0 }), 1, rows, cached),
    }
  }
  return {
    columnsOf(q: Value) {
      const turned = g.transpose(g.reshape(q, rows, heads, headWidth), 0, 2, 1)
      return g.op('Mul', [g.op('Concat', Array.from({ length: keyHeads }, () => turned), { axis: 1 }), ownColumns])
    },
    mixed(all: Value) {
      const parted = g.reshape(ownRows(all), rows, heads, keyHeads, headWidth)
      return g.reshape(g.op('ReduceSum', [parted, g.ints(2)], { keepdims: 0 }), 1, rows, heads * headWidth)
    },
  }
}

/** The rows of the table of angles for this call's positions. */
function anglesFrom(g: GraphBuilder, position: Value, width: number, { capacity, rows }: FixedShape): Angles {
  // What fills a stretch up at the end of the caches has angles, too.
  const positions = capacity + rows
  const { cos, sin } = rotationTable(0, positions, width)
  const indices = rows === 1 ? position : g.op('Add', [position, g.int32s(Array.from({ length: rows }, (_, row) => row))])
  const chosen = (table: Float32Array) => g.reshape(g.op('Gather', [g.floats(table, [positions, width]), indices], { axis: 0 }), 1, rows, 1, width)
  return { cos: chosen(cos), sin: chosen(sin) }
}

/** [1, capacity, 1]: rows before `position` count. */
function pastMask(g: GraphBuilder, position: Value, capacity: number): Value {
  const slots = g.floats(Float32Array.from({ length: capacity }, (_, slot) => slot), [1, capacity, 1])
  const before = g.op('Less', [slots, g.toFloat(position)])
  return g.op('Where', [before, g.scalar(0), g.scalar(HIDDEN)])
}

/** [rows, rows, 1]: query i sees keys 0 … i of its own call. */
function ownMask(g: GraphBuilder, rows: number): Value {
  return g.floats(Float32Array.from({ length: rows * rows }, (_, i) => (i % rows <= Math.floor(i / rows) ? 0 : HIDDEN)), [rows, rows, 1])
}
