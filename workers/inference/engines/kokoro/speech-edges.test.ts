import { describe, expect, it } from 'vitest'
import { tidySpeech } from './speech-edges'

const RATE = 24_000

describe('tidying the edges of speech', () => {
  it('gives the pause alone for silence and for nothing', () => {
    expect(tidySpeech(new Float32Array(RATE), RATE, 0.25)).toEqual(new Float32Array(RATE / 4))
    expect(tidySpeech(new Float32Array(0), RATE, 0)).toHaveLength(0)
  })

  it('keeps a breath of silence around the sound and cuts the rest', () => {
    const samples = new Float32Array(3 * RATE).fill(0.5, RATE, 2 * RATE)
    // 30 ms before, 1 s of sound, 80 ms after, then the pause.
    expect(tidySpeech(samples, RATE, 0.2)).toHaveLength(Math.round((0.03 + 1 + 0.08 + 0.2) * RATE))
  })

  it('fades in and out over 5 ms and leaves the middle as it was', () => {
    const tidy = tidySpeech(new Float32Array(RATE).fill(0.5), RATE, 0)
    expect([tidy[0], tidy.at(-1)]).toEqual([0, 0])
    expect(tidy[60]).toBeCloseTo(0.25, 6)
    expect(tidy.subarray(120, RATE - 120).every((sample) => sample === 0.5)).toBe(true)
  })

  it('leaves an edge inside a sentence alone', () => {
    const samples = new Float32Array(2 * RATE).fill(0.5, RATE / 2, 1.5 * RATE)
    const first = tidySpeech(samples, RATE, 0.2, { begins: true, ends: false })
    expect(first).toHaveLength(Math.round((0.03 + 1.5) * RATE))
    const last = tidySpeech(samples, RATE, 0.2, { begins: false, ends: true })
    expect(last).toHaveLength(Math.round((1.5 + 0.08 + 0.2) * RATE))
    expect(tidySpeech(samples, RATE, 0.2, { begins: false, ends: false })).toEqual(samples)
  })

  it('does not write into what it was given', () => {
    const samples = new Float32Array(RATE).fill(0.5)
    tidySpeech(samples, RATE, 0)
    expect(samples[0]).toBe(0.5)
  })
})
