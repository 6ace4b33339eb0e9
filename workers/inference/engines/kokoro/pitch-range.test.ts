import { describe, expect, it } from 'vitest'
import { movePitch, pitchLine, pitchRangeOf } from './pitch-range'

/** A melody around `hertz` that swings by `semitones` to either side, with pauses. */
const melody = (hertz: number, semitones: number, count = 200) =>
  Float32Array.from({ length: count }, (_, at) => (at % 10 > 7 ? 0 : hertz * 2 ** ((semitones * Math.sin(at / 7)) / 12)))

describe('the range of a pitch', () => {
  it('is where the voiced values are, whatever the pauses and a wrong octave', () => {
    const curve = melody(120, 3)
    const range = pitchRangeOf(curve)!
    expect(Math.exp(range.mean)).toBeCloseTo(120, -1)
    expect((range.spread * 12) / Math.LN2).toBeCloseTo(3 / Math.SQRT2, 0)
    for (let at = 0; at < 8; at++) curve[at] = 260
    expect(pitchRangeOf(curve)!.mean).toBeCloseTo(range.mean, 1)
  })

  it('is unknown where next to nothing is voiced', () => {
    expect(pitchRangeOf(melody(120, 3, 40))).toBeNull()
    expect(pitchRangeOf(new Float32Array(400))).toBeNull()
  })
})

describe('moving a pitch', () => {
  it('gives a melody the mean and the spread of another one, and leaves alone what is not voiced', () => {
    const curve = melody(220, 4)
    curve[8] = 12
    const wanted = pitchRangeOf(melody(110, 2))!
    movePitch(curve, pitchLine(pitchRangeOf(curve)!, wanted))
    const moved = pitchRangeOf(curve)!
    expect([moved.mean, moved.spread]).toEqual([expect.closeTo(wanted.mean, 4), expect.closeTo(wanted.spread, 4)])
    expect([curve[8], curve[9]]).toEqual([12, 0])
  })

  it('makes no melody of a hum, and no siren of a calm voice', () => {
    const range = { mean: 5, spread: 0.2 }
    expect(pitchLine(range, { mean: 5, spread: 0.001 }).slope).toBe(0.3)
    expect(pitchLine(range, { mean: 5, spread: 2 }).slope).toBe(1.6)
  })
})
