import { leanNames } from '../formats/step-names'
import { timeEmbedding, velocity } from './flow-layers'
import { GraphBuilder, type BuiltGraph, type Product, type Value } from './graph-builder'
import { additiveMask, attend, layerNorm, rotate, transformerLayer } from './pocket-layers'
import type { PocketSizes } from './pocket-sizes'

/** Operators are those of this version of ONNX. */
export const OPSET = 17

/**
 * Language model and one step of the flow in one graph, for a host that keeps the KV cache: it hands in the rows so far
 * and gets those of this call. sequence [1,S,latent] (NaN: the start of speech) after text_embeddings [1,T,width], at
 * positions from `step` on → conditioning [1,width] and eos_logit [1,1] of the last position, latent = noise + velocity.
 *
 * More steps go over the very same nodes: a host that wants them cuts out what lies between `conditioning`, `noise`,
 * `s`, `t` and `flow_dir`. A Loop would hide the weights from whoever reads the file and keep graphs from being captured,
 * gates would make every frame pay for four steps.
 */
export function stepGraph(sizes: PocketSizes, product: Product): BuiltGraph {
  const { lm, latent } = sizes
  const width = lm.width / lm.heads
  const g = new GraphBuilder('flow_lm_step', product)
  const sequence = g.input('sequence', 'float32', [1, 'frames', latent])
  const text = g.input('text_embeddings', 'float32', [1, 'rows', lm.width])
  const step = g.input(leanNames.step, 'int64', [1])
  const noise = g.input(leanNames.noise, 'float32', [1, latent])

  const started = g.op('Where', [g.op('IsNaN', [sequence]), g.weight('flow_lm.bos_emb', [latent]), sequence])
  let x = g.op('Concat', [text, g.linear(started, 'flow_lm.input_linear.weight', latent, lm.width)], { axis: 1 })
  const length = g.sizeOf(x, 1)
  const positions = g.op('Add', [g.range(length), step])
  const seen = g.op('Unsqueeze', [g.range(g.op('Add', [step, length])), g.ints(0)])
  const mask = additiveMask(g, g.op('LessOrEqual', [seen, g.op('Unsqueeze', [positions, g.ints(1)])]))
  const rowDims = (count: string) => [1, count, lm.heads, width]
  for (let layer = 0; layer < lm.layers; layer++) {
    const past = (name: string) => g.input(name, 'float32', rowDims('positions'))
    const added = (source: Value, name: string) => g.output(source, name, 'float32', rowDims('added'))
    x = transformerLayer(g, x, { ...lm, name: `flow_lm.transformer.layers.${layer}`, opset: OPSET, layerScale: false }, ({ q, k, v }) => {
      const newKeys = added(rotate(g, k, positions, lm.heads, width), leanNames.newKeys(layer))
      const newValues = added(v, leanNames.newValues(layer))
      const keys = g.op('Concat', [past(leanNames.keys(layer)), newKeys], { axis: 1 })
      const values = g.op('Concat', [past(leanNames.values(layer)), newValues], { axis: 1 })
      const queries = g.transpose(rotate(g, q, positions, lm.heads, width), 0, 2, 1, 3)
      return attend(g, queries, g.transpose(keys, 0, 2, 3, 1), g.transpose(values, 0, 2, 1, 3), mask, lm.heads, width)
    })
  }

  const last = g.op('Squeeze', [g.slice(x, 1, g.ints(-1)), g.ints(1)])
  const hidden = layerNorm(g, last, 1e-5, { name: 'flow_lm.out_norm', width: lm.width }, OPSET)
  const c = g.output(hidden, 'conditioning', 'float32', [1, lm.width])
  g.output(g.linear(c, 'flow_lm.out_eos.weight', lm.width, 1, 'flow_lm.out_eos.bias'), 'eos_logit', 'float32', [1, 1])
  const time = timeEmbedding(g, [g.floats([0], [1, 1], 's'), g.floats([1], [1, 1], 't')], sizes)
  const direction = g.alias(velocity(g, { c, time, x: noise }, sizes, OPSET), 'flow_dir')
  g.output(g.op('Add', [noise, direction]), leanNames.latent, 'float32', [1, latent])
  return g.finish()
}
