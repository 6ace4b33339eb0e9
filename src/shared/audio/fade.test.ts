import { describe, expect, it } from 'vitest'
import { fadeEnds } from './fade'

const ones = (length: number) => new Float32Array(length).fill(1)

describe('fadeEnds', () => {
  it('leaves nothing of nothing', () => {
    expect(fadeEnds(new Float32Array(0), 24_000)).toEqual(new Float32Array(0))
  })

  it('follows a raised cosine at both ends and leaves the middle alone', () => {
    const faded = fadeEnds(ones(1000), 24_000)
    for (const i of [0, 30, 60, 119]) {
      const gain = Math.sin((Math.PI * (i + 0.5)) / 240) ** 2
      expect(faded[i]).toBeCloseTo(gain, 6)
      expect(faded[999 - i]).toBeCloseTo(gain, 6)
    }
    expect(faded.subarray(120, 880)).toEqual(ones(760))
  })

  it('meets in the middle of a clip shorter than two fades', () => {
    const faded = fadeEnds(ones(5), 24_000)
    expect(faded[2]).toBe(1)
    expect(faded[0]).toBeCloseTo(Math.sin(Math.PI / 8) ** 2, 6)
  })

  it('does not touch what it is given', () => {
    const samples = ones(500)
    fadeEnds(samples, 24_000)
    expect(samples).toEqual(ones(500))
  })
})
