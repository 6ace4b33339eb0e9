import { fixedNames } from '../formats/step-names'
import { timeEmbedding, velocity } from './flow-layers'
import { GraphBuilder, OPSET, type BuiltGraph, type Product, type Value } from './graph-builder'
import { HIDDEN, layerNorm, rotationTable, splitByRows, transformerLayer, turnByAngles, type Angles, type Projections } from './pocket-layers'
import type { SpeechSizes } from '../formats/checkpoint/pocket-sizes'

/** How many positions the caches have, and how many one call adds. */
export interface FixedShape {
  readonly capacity: number
  readonly rows: number
}

/**
 * Language model and one step of the flow for a GPU: all shapes are fixed, no node is left to the CPU and every output is made
 * by a node that computes, so that the graph can be captured: ONNX Runtime records computations, but not the copies by which
 * it lets a reshaped value leave (1.30, measured). sequence [1,1,latent], start f32[1] (1: the start of speech, whatever the sequence holds),
 * position i32[1], noise [1,latent], caches [1,capacity,heads,width] of which rows before `position` count →
 * latent, eos_logit, and this position's rows [1,1,heads,width], which the host copies into its caches.
 */
export function fixedStepGraph(sizes: SpeechSizes, product: Product, capacity: number): BuiltGraph {
  const { lm, latent } = sizes
  const g = new GraphBuilder('flow_lm_fixed_step', product)
  const sequence = g.input('sequence', 'float32', [1, 1, latent])
  const start = g.input(fixedNames.start, 'float32', [1])
  const noise = g.input('noise', 'float32', [1, latent])
  // Both are finite, so a sum does what a choice would.
  const kept = g.op('Mul', [sequence, g.op('Sub', [g.scalar(1), start])])
  const first = g.op('Add', [kept, g.op('Mul', [g.weight('flow_lm.bos_emb', [latent]), start])])
  const x = fixedLayers(g, g.linear(first, 'flow_lm.input_linear.weight', latent, lm.width), sizes, { capacity, rows: 1 })

  const hidden = layerNorm(g, g.reshape(x, 1, lm.width), 1e-5, { name: 'flow_lm.out_norm', width: lm.width }, OPSET)
  const c = g.result(hidden, 'conditioning', 'float32', [1, lm.width])
  g.result(g.linear(c, 'flow_lm.out_eos.weight', lm.width, 1, 'flow_lm.out_eos.bias'), 'eos_logit', 'float32', [1, 1])
  const time = timeEmbedding(g, [g.floats([0], [1, 1], 's'), g.floats([1], [1, 1], 't')], sizes)
  const direction = g.alias(velocity(g, { c, time, x: noise }, sizes, OPSET), 'flow_dir')
  g.result(g.op('Add', [noise, direction]), 'latent', 'float32', [1, latent])
  return g.finish()
}

/**
 * The same for a voice or a text: text_embeddings [1,rows,width] at `position` and after → rows [1,rows,heads,width] of the
 * caches. A shorter stretch is filled up with anything; what comes out for it is not to be copied.
 */
export function fixedPrefillGraph(sizes: SpeechSizes, product: Product, shape: FixedShape): BuiltGraph {
  const g = new GraphBuilder('flow_lm_fixed_prefill', product)
  fixedLayers(g, g.input('text_embeddings', 'float32', [1, shape.rows, sizes.lm.width]), sizes, shape)
  return g.finish()
}

/**
 * One step of the flow alone, for a latent that is made in several: c [1,width] as the step's graph gave it, s and t [1,1]
 * (where the step starts and ends), x [1,latent] → flow_dir [1,latent].
 */
export function fixedFlowGraph(sizes: SpeechSizes, product: Product): BuiltGraph {
  const g = new GraphBuilder('flow_lm_fixed_flow', product)
  const c = g.input('c', 'float32', [1, sizes.lm.width])
  const time = timeEmbedding(g, [g.input('s', 'float32', [1, 1]), g.input('t', 'float32', [1, 1])], sizes)
  const x = g.input('x', 'float32', [1, sizes.latent])
  g.result(velocity(g, { c, time, x }, sizes, OPSET), 'flow_dir', 'float32', [1, sizes.latent])
  return g.finish()
}

function fixedLayers(g: GraphBuilder, input: Value, { lm }: SpeechSizes, { capacity, rows }: FixedShape): Value {
  const { heads } = lm
  const width = lm.width / heads
  const position = g.input(fixedNames.position, 'int32', [1])
  const angles = anglesFrom(g, position, width, { capacity, rows })
  const masks = { past: pastMask(g, position, capacity), own: ownMask(g, rows) }
  const headsOf = g.floats(Float32Array.from({ length: lm.width * heads }, (_, i) => (Math.floor(i / heads / width) === i % heads ? 1 : 0)), [lm.width, heads])
  let x = input
  for (let layer = 0; layer < lm.layers; layer++) {
    const cache = (name: string) => g.reshape(g.input(name, 'float32', [1, capacity, heads, width]), 1, capacity, lm.width)
    const attention = ({ q, k, v }: Projections) => {
      const newKeys = g.result(turnByAngles(g, k, angles, heads, width), fixedNames.newKeys(layer), 'float32', [1, rows, heads, width])
      const newValues = g.result(v, fixedNames.newValues(layer), 'float32', [1, rows, heads, width])
      const flat = (value: Value) => g.reshape(value, 1, rows, lm.width)
      // Queries as columns, each with zeros where the other heads are: then a cache is multiplied as it lies, and never turned.
      const columns = g.op('Mul', [g.reshape(turnByAngles(g, q, angles, heads, width), rows, lm.width, 1), headsOf])
      const scores = (keys: Value, mask: Value) => g.op('Add', [g.op('Mul', [g.op('MatMul', [keys, columns]), g.scalar(1 / Math.sqrt(width))]), mask])
      const all = g.op('Concat', [scores(cache(fixedNames.keys(layer)), masks.past), scores(flat(newKeys), masks.own)], { axis: 1 })
      const seen = g.op('Softmax', [g.transpose(all, 0, 2, 1)], { axis: -1 })
      const past = g.op('MatMul', [g.slice(seen, 2, g.ints(0), g.ints(capacity)), cache(fixedNames.values(layer))])
      const own = g.op('MatMul', [g.slice(seen, 2, g.ints(capacity)), flat(newValues)])
      // [rows, heads, lm width], of which each head's own columns count.
      const mixed = g.op('Mul', [g.op('Add', [past, own]), g.once('heads as rows', () => g.transpose(headsOf, 1, 0))])
      return g.reshape(g.op('ReduceSum', [mixed, g.ints(1)], { keepdims: 0 }), 1, rows, lm.width)
    }
    x = transformerLayer(g, x, { ...lm, name: `flow_lm.transformer.layers.${layer}`, opset: OPSET, layerScale: false }, attention, splitByRows)
  }
  return x
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
