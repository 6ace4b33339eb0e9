import { GraphBuilder, type BuiltGraph } from './graph-builder'
import type { PocketSizes } from './pocket-sizes'
import { plainProduct, rowScales } from './products'

const TABLE = 'flow_lm.conditioner.embed.weight'

/** token_ids int64[1,T] → embeddings [1,T,width]. With `packed` the table is stored in 8 bits, one scale per row. */
export function textGraph({ lm: { textRows, width } }: PocketSizes, { packed }: { readonly packed: boolean }): BuiltGraph {
  const g = new GraphBuilder('text_conditioner', plainProduct)
  const ids = g.input('token_ids', 'int64', [1, 'tokens'])
  const shape = [textRows, width]
  const looked = () => {
    if (!packed) return g.op('Gather', [g.weight(TABLE, shape), ids], { axis: 0 })
    const rows = { outputs: textRows, inputs: width }
    const source = { name: TABLE, shape }
    const values = g.declare({ name: `${TABLE}_quantized`, type: 'int8', dims: shape, source, make: (weights) => {
      const scales = rowScales(weights, rows)
      return Int8Array.from(weights, (weight, i) => Math.round(weight / (scales[Math.floor(i / width)] ?? 1)))
    } })
    const scales = g.declare({ name: `${TABLE}_scale`, type: 'float32', dims: [textRows, 1], source, make: (weights) => rowScales(weights, rows) })
    return g.op('Mul', [g.toFloat(g.op('Gather', [values, ids], { axis: 0 })), g.op('Gather', [scales, ids], { axis: 0 })])
  }
  g.output(looked(), 'embeddings', 'float32', [1, 'tokens', width])
  return g.finish()
}
