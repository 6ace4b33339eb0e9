import { describe, expect, it } from 'vitest'
import { createChunkEdges, pauseSeconds } from './chunk-edges'

describe('pause after a chunk', () => {
  it.each([
    ['Cut in the middle', 0.06],
    ['A clause,', 0.1],
    ['A longer stop;', 0.15],
    ['An end.', 0.25],
    ['"An end?"', 0.25],
    ['And so on…', 0.25],
  ])('%s', (text, seconds) => {
    expect(pauseSeconds(text)).toBe(seconds)
  })
})

describe('edges of a chunk', () => {
  const rate = 1000 // 5 samples of fade
  const collect = (blocks: readonly number[], pause: number) => {
    const edges = createChunkEdges(rate)
    const parts = blocks.map((length) => edges.push(new Float32Array(length).fill(0.5)))
    return [...parts.flatMap((part) => Array.from(part)), ...edges.finish(pause)]
  }

  it('fade in from silence and out to silence over 5 ms, and leave the rest as it is', () => {
    const samples = collect([40], 0)
    expect(samples).toHaveLength(40)
    expect(samples.slice(0, 5).map((sample) => sample / 0.5)).toEqual([0, 0.2, 0.4, 0.6, 0.8].map((gain) => expect.closeTo(gain, 6) as number))
    expect(samples.slice(5, 35).every((sample) => sample === 0.5)).toBe(true)
    const end = samples.slice(34)
    expect(end.every((sample, i) => i === 0 || sample < end[i - 1]!)).toBe(true)
    expect(end.at(-1)).toBeLessThan(0.1)
  })

  it('do not depend on how the audio came in blocks', () => {
    expect(collect([1, 2, 3, 30, 4], 0.01)).toEqual(collect([40], 0.01))
  })

  it('append the pause as silence', () => {
    const samples = collect([20], 0.02)
    expect(samples).toHaveLength(40)
    expect(samples.slice(20).every((sample) => sample === 0)).toBe(true)
  })

  it('limit samples to [-1, 1]', () => {
    const edges = createChunkEdges(rate)
    const samples = edges.push(new Float32Array(30).map((_, i) => (i % 2 === 0 ? 3 : -3)))
    expect(Math.max(...samples)).toBe(1)
    expect(Math.min(...samples)).toBe(-1)
  })
})
