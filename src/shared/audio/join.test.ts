import { describe, expect, it } from 'vitest'
import { joinSamples, mixToMono } from './join'

describe('joinSamples', () => {
  it('joins no parts to nothing', () => {
    expect(joinSamples([])).toEqual(new Float32Array(0))
  })

  it('keeps the order and copies', () => {
    const first = Float32Array.of(1, 2)
    const joined = joinSamples([first, new Float32Array(0), Float32Array.of(3)])
    first[0] = 9
    expect([...joined]).toEqual([1, 2, 3])
  })
})

describe('mixToMono', () => {
  it('mixes no channels to nothing', () => {
    expect(mixToMono([])).toEqual(new Float32Array(0))
  })

  it('takes the mean of the channels', () => {
    expect([...mixToMono([Float32Array.of(1, 0.5), Float32Array.of(0, 0.5), Float32Array.of(-1, 0.5)])]).toEqual([0, 0.5])
  })
})
