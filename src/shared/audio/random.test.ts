import { describe, expect, it } from 'vitest'
import { createRandom } from './random'

/** Computed with Python's unbounded integers from the published definitions of splitmix32, fmix32 and sfc32. */
const KNOWN_WORDS = [
  { seed: 0, stream: 0, words: [591558436, 2737234123, 107644106, 1338548054, 2499804003, 2743868851] },
  { seed: 1, stream: 0, words: [792534090, 3215351813, 160231488, 1151041103, 1990438114, 272676157] },
  { seed: 0, stream: 1, words: [843085272, 2284222637, 3636367898, 3702914277, 100153542, 3882399718] },
  { seed: 0xffffffff, stream: 7, words: [2236902997, 2924283951, 3352798534, 267931058, 2573108863, 3541393708] },
]

describe('createRandom', () => {
  it.each(KNOWN_WORDS)('gives the known words for seed $seed, stream $stream', ({ seed, stream, words }) => {
    const random = createRandom(seed, stream)
    expect(words.map(() => random.uint32())).toEqual(words)
  })

  it('turns pairs of words into pairs of normals as Box and Muller do', () => {
    const random = createRandom(42, 3)
    const expected = [1.501240123462948, -0.8111616100211871, -0.17099215731437473, 1.1131904861106188]
    for (const value of expected) expect(random.normal()).toBeCloseTo(value, 12)
  })

  it('starts every one of 10,000 streams of a seed somewhere else', () => {
    const firsts = new Set(Array.from({ length: 10_000 }, (_, stream) => createRandom(9, stream).uint32()))
    // The birthday bound allows about 0.01 collisions among 10,000 words of 32 bits.
    expect(firsts.size).toBeGreaterThanOrEqual(9_999)
  })

  it('draws normals with the moments of the standard normal', () => {
    const random = createRandom(2024)
    const count = 200_000
    let [sum, squares, cubes, fourths] = [0, 0, 0, 0]
    for (let i = 0; i < count; i++) {
      const x = random.normal()
      sum += x
      squares += x * x
      cubes += x ** 3
      fourths += x ** 4
    }
    // Five standard errors of each sample moment: sqrt of 1, 2, 15 and 96 over n.
    const within = (variance: number) => 5 * Math.sqrt(variance / count)
    expect(Math.abs(sum / count)).toBeLessThan(within(1))
    expect(Math.abs(squares / count - 1)).toBeLessThan(within(2))
    expect(Math.abs(cubes / count)).toBeLessThan(within(15))
    expect(Math.abs(fourths / count - 3)).toBeLessThan(within(96))
  })

  it('draws uniforms evenly from [0, 1)', () => {
    const random = createRandom(5)
    const bins = new Array<number>(16).fill(0)
    for (let i = 0; i < 160_000; i++) {
      const bin = Math.floor(random.uniform() * 16)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    // Chi-squared with 15 degrees of freedom: 0.001 of the mass lies above 37.7.
    expect(bins).toHaveLength(16)
    const chiSquared = bins.reduce((total, n) => total + (n - 10_000) ** 2 / 10_000, 0)
    expect(chiSquared).toBeLessThan(37.7)
  })
})
