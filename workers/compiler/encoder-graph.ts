import { voiceRows } from './codec-layers'
import { GraphBuilder, type BuiltGraph, type Product } from './graph-builder'
import type { PocketSizes } from './pocket-sizes'
import { OPSET } from './step-graph'

/**
 * audio [1,1,N] → latents [1,frames,lm width], one row per started frame. Attention is over the whole of a call, so
 * long prompts are to be given in windows that overlap.
 */
export function encoderGraph(sizes: PocketSizes, product: Product): BuiltGraph {
  const g = new GraphBuilder('mimi_encoder', product)
  const rows = voiceRows(g, g.input('audio', 'float32', [1, 1, 'samples']), sizes, OPSET)
  g.output(rows, 'latents', 'float32', [1, 'frames', sizes.lm.width])
  return g.finish()
}
