import { describe, expect, it } from 'vitest'
import { firstStarts, sentenceEnd, tokenTimes } from './token-times'

/** Boundary, two sounds, a space, two sounds, a full stop, boundary. */
const ids = [0, 50, 51, 16, 52, 53, 4, 0]

describe('where ids begin in a recording', () => {
  it('is the first window that belongs to each, also where windows are held or left out', () => {
    // Own reading: 2, 2 and 2 frames. The recording holds the first window, and jumps over one of the second id.
    const windows = Uint16Array.of(0, 0, 0, 1, 2, 3, 4, 6, 7, 8, 8, 9, 10, 11)
    expect([...firstStarts(windows, [2, 2, 2])]).toEqual([0, 6, 9, 14])
  })

  it('is in frames, which end where the sentence does', () => {
    const times = tokenTimes(ids, Float64Array.of(0, 4, 8, 12, 14, 20, 30, 31), [], [0, 36])
    expect([...times]).toEqual([0, 2, 4, 6, 7, 10, 15, 16, 18])
  })

  it('is never outside its sentence', () => {
    const times = tokenTimes(ids, Float64Array.of(0, 4, 8, 12, 14, 20, 60, 70), [], [10, 40])
    expect([...times]).toEqual([5, 5, 5, 6, 7, 10, 20, 20, 20])
  })
})

describe('a pause of the recording', () => {
  const found = Float64Array.of(0, 4, 12, 30, 32, 40, 60, 62)

  it('is where the text has a gap between words', () => {
    const times = tokenTimes(ids, found, [{ from: 26, to: 50 }], [0, 80])
    const [, , , gap, next] = times
    expect([gap, next]).toEqual([13, 25])
    expect([...times]).toEqual([...times].toSorted((a, b) => a - b))
  })

  it('is before the first word or behind the last where it is nearer to that', () => {
    expect([...tokenTimes(ids, found, [{ from: 2, to: 10 }], [0, 80])].slice(0, 3)).toEqual([0, 5, 6])
    expect(tokenTimes(ids, found, [{ from: 58, to: 80 }], [0, 80])[7]).toBe(29)
  })

  it('is not within a word that is far from any gap', () => {
    const times = tokenTimes(ids, Float64Array.of(0, 4, 12, 130, 132, 240, 260, 262), [{ from: 60, to: 76 }], [0, 280])
    expect([...times].slice(0, 4)).toEqual([0, 2, 6, 65])
  })

  it('ends a sentence in its middle', () => {
    const pauses = [{ from: 100, to: 140 }, { from: 300, to: 310 }]
    expect([sentenceEnd(pauses, 90), sentenceEnd(pauses, 130), sentenceEnd(pauses, 220)]).toEqual([120, 120, 220])
  })
})
