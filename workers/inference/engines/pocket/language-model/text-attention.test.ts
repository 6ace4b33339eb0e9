import { expect, it } from 'vitest'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { createRandom } from '../../../../../src/shared/audio/random'
import { readHeads } from './text-attention'

it('shares a head’s attention out over the text’s positions, several heads of a key head alike', async () => {
  const { memory } = await loadNodeKernels()
  const sizes = { heads: 4, keyHeads: 2, headWidth: 16 }
  const [capacity, from, to] = [10, 3, 8]
  const random = createRandom(3)
  const place = (values: Float32Array) => {
    const address = memory.allocate(4 * values.length)
    memory.float32(address, values.length).set(values)
    return address
  }
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const [queries, keys] = [draw(4 * 16), draw(2 * capacity * 16)]
  const row = { queries: place(queries), keys: place(keys), capacity }
  const all = readHeads(memory, sizes, row, 1, 'all', from, to)
  expect(all.map(({ layer, head }) => [layer, head])).toEqual([[1, 0], [1, 1], [1, 2], [1, 3]])
  for (const { head, weights } of all) {
    const keyHead = head < 2 ? 0 : 1
    const scores = Array.from({ length: to - from }, (_, token) => {
      const at = (keyHead * capacity + from + token) * 16
      return Math.exp(Array.from({ length: 16 }, (_, i) => queries[head * 16 + i]! * keys[at + i]!).reduce((a, b) => a + b, 0) / 4)
    })
    const sum = scores.reduce((a, b) => a + b, 0)
    for (const [token, weight] of weights.entries()) expect(weight).toBeCloseTo(scores[token]! / sum, 5)
  }
  expect(readHeads(memory, sizes, row, 1, [{ layer: 0, head: 2 }, { layer: 1, head: 2 }], from, to)).toEqual([all[2]])
})
