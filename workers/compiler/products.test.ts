import { describe, expect, it } from 'vitest'
import { createNodeSession } from '#fixtures/bundle-context'
import { graphBytes } from '#fixtures/graph-bytes'
import { createRandom } from '../../src/shared/audio/random'
import type { StoredMatrix } from '../formats/weights'
import { blockProduct } from './block-products'
import { GraphBuilder, type Product } from './graph-builder'
import { packedProduct } from './products'

// A matrix that is kept in 8 bits, as published graphs have it: no product may round it again.

const INPUTS = 70
const OUTPUTS = 5
const random = createRandom(1)
const numbers = Int8Array.from({ length: INPUTS * OUTPUTS }, () => Math.round(random.normal() * 40))
const scaleOf = (scales: Float32Array, output: number) => scales[scales.length === 1 ? 0 : output]!

/** Rows of the identity: what comes out is the matrix itself. */
const identity = Float32Array.from({ length: INPUTS * INPUTS }, (_, i) => (i % INPUTS === Math.floor(i / INPUTS) ? 1 : 0))

async function multiplied(product: Product, stored: StoredMatrix): Promise<Float32Array> {
  const g = new GraphBuilder('product', product)
  g.output(g.linear(g.input('x', 'float32', [INPUTS, INPUTS]), 'w', INPUTS, OUTPUTS), 'y', 'float32', [INPUTS, OUTPUTS])
  const unread = () => Promise.reject(new Error('it was widened and is to be rounded again'))
  const session = await createNodeSession(await graphBytes(g.finish(), { read: unread, stored: () => stored }))
  const { y } = await session.run({ x: { type: 'float32', data: identity, dims: [INPUTS, INPUTS] } })
  return y!.data as Float32Array
}

describe.each([['in blocks', blockProduct], ['that are widened when they are loaded', packedProduct]] as const)('products with 8-bit weights %s', (_, product) => {
  const perOutput = Float32Array.from({ length: OUTPUTS }, (_value, output) => 0.001 * (output + 1))

  it.each([['one scale', Float32Array.of(0.0123)], ['a scale per output', perOutput]])('compute with the very weights that are kept, of %s', async (_what, scales) => {
    const turned = Int8Array.from(numbers, (_value, i) => numbers[(i % INPUTS) * OUTPUTS + Math.floor(i / INPUTS)]!)
    const expected = Float32Array.from(numbers, (value, i) => Math.fround(value * scaleOf(scales, i % OUTPUTS)))
    for (const stored of [
      { inputs: INPUTS, outputs: OUTPUTS, values: numbers, inputsFirst: true, scales },
      { inputs: INPUTS, outputs: OUTPUTS, values: turned, inputsFirst: false, scales },
    ]) {
      expect(await multiplied(product, stored)).toEqual(expected)
    }
  })
})
