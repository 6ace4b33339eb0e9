import { seanetDecoder, upsampled, windowMask, type CarriedStates } from './codec-layers'
import { GraphBuilder, type BuiltGraph, type Product, type Value } from './graph-builder'
import { attend, rotate, transformerLayer } from './pocket-layers'
import type { PocketSizes } from './pocket-sizes'
import { OPSET } from './step-graph'

/** A tensor that the decoder carries from call to call, as bundle.json lists it. All start as zeros. */
export interface DecoderState {
  readonly index: number
  readonly module: string
  readonly key: string
  readonly path: string
  readonly dtype: 'float32' | 'int64'
  readonly shape: readonly number[]
  readonly fill: 'zeros'
  readonly input_name: string
  readonly output_name: string
}

/**
 * The codec's decoder for a stream: latent [1,S,latent] → audio_frame [1,1,samples], with only the states that change.
 * Attention carries the keys and values of the positions before, as many as a query still sees, and one counter: unlike
 * a ring, blocks may have any length.
 */
export function decoderGraph(sizes: PocketSizes, product: Product): { readonly graph: BuiltGraph; readonly states: readonly DecoderState[] } {
  const g = new GraphBuilder('mimi_decoder', product)
  const latents = g.input('latent', 'float32', [1, 'frames', sizes.latent])
  const states = carriedStates(g)
  const x = decoderTransformer(g, upsampled(g, latents, sizes, states), sizes, states)
  g.output(seanetDecoder(g, g.transpose(x, 0, 2, 1), sizes, states), 'audio_frame', 'float32', [1, 1, 'samples'])
  return { graph: g.finish(), states: states.declared }
}

interface DeclaredStates extends CarriedStates {
  readonly declared: readonly DecoderState[]
  take(path: string, dims: readonly number[], dtype?: DecoderState['dtype']): Value
}

/** Declares a state at its first use, input and output. */
function carriedStates(g: GraphBuilder): DeclaredStates {
  const declared: DecoderState[] = []
  return {
    declared,
    take(path, shape, dtype = 'float32') {
      const index = declared.length
      const cut = path.lastIndexOf('/')
      const state = { index, module: path.slice(0, cut), key: path.slice(cut + 1), path, dtype, shape, fill: 'zeros', input_name: `state_${index}`, output_name: `out_state_${index}` } as const
      declared.push(state)
      return g.input(state.input_name, dtype, shape)
    },
    keep(path, value) {
      const state = declared.find((entry) => entry.path === path)
      if (state !== undefined) g.output(value, state.output_name, state.dtype, state.shape)
    },
  }
}

function decoderTransformer(g: GraphBuilder, input: Value, { seanet, mimi }: PocketSizes, states: DeclaredStates): Value {
  const { heads, context } = mimi
  const width = seanet.dimension / heads
  const past = context - 1
  const counter = 'decoder_transformer.transformer/offset'
  const offset = states.take(counter, [1], 'int64')
  const length = g.sizeOf(input, 1)
  const end = g.op('Add', [offset, length])
  states.keep(counter, end)
  const positions = g.op('Add', [g.range(length), offset])
  // Positions before the start are negative, which the mask hides.
  const seen = g.op('Add', [g.range(g.op('Add', [length, g.ints(past)])), g.op('Sub', [offset, g.ints(past)])])
  const mask = windowMask(g, positions, seen, context)
  const headMajor = (x: Value) => g.transpose(x, 0, 2, 1, 3)
  let x = input
  for (let layer = 0; layer < mimi.layers; layer++) {
    const module = `decoder_transformer.transformer.layers.${layer}`
    /** The rows before with those of this call behind them; the newest are kept. */
    const joined = (key: string, rows: Value) => {
      const path = `${module}.self_attn/${key}`
      const all = g.op('Concat', [states.take(path, [1, heads, past, width]), headMajor(rows)], { axis: 2 })
      states.keep(path, g.slice(all, 2, g.ints(-past)))
      return all
    }
    x = transformerLayer(g, x, { ...mimi, name: `mimi.${module}`, width: seanet.dimension, opset: OPSET, layerScale: true }, ({ q, k, v }) => {
      const keys = joined('keys', rotate(g, k, positions, heads, width))
      const values = joined('values', v)
      const queries = headMajor(rotate(g, q, positions, heads, width))
      return attend(g, queries, g.transpose(keys, 0, 1, 3, 2), values, mask, heads, width)
    })
  }
  return x
}
