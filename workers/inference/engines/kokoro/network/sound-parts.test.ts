import { describe, expect, it } from 'vitest'
import { draw } from '#fixtures/kernel-memory'
import { joinSamples } from '../../../../../src/shared/audio/join'
import { createPartJoiner, foreseenParts, planParts, type SoundPart } from './sound-parts'

const SAMPLES_PER_ROW = 300
/** 80 values a second, with a pause of 0.1 s around each of `seconds`. */
function energyWithPauses(length: number, ...seconds: number[]): Float32Array {
  return Float32Array.from({ length: length * 80 }, (_, row) => (seconds.some((at) => Math.abs(row / 80 - at) < 0.05) ? -9 : Math.sin(row)))
}

const rangesOf = (parts: readonly SoundPart[]) => parts.map(({ from, to }) => [from / 80, to / 80])

describe('the parts of a sentence', () => {
  const opening = { least: 1, most: 2 }

  it('begin with an opening that ends in a pause', () => {
    const [first, second, ...more] = planParts(energyWithPauses(5, 1.6), { opening, most: 10 })
    expect(more).toEqual([])
    expect(first?.from).toBe(0)
    expect(Math.abs((first?.to ?? NaN) / 80 - 1.6)).toBeLessThan(0.08)
    expect([second?.from, second?.to]).toEqual([first?.to, 400])
  })

  it('are one where little would be left behind an opening, and where none is asked for', () => {
    expect(rangesOf(planParts(energyWithPauses(3, 1.6), { opening, most: 10 }))).toEqual([[0, 3]])
    expect(rangesOf(planParts(energyWithPauses(9, 1.6), { opening: null, most: 10 }))).toEqual([[0, 9]])
  })

  it('are never longer than allowed, and leave nothing out', () => {
    for (const most of [4, 7, 10]) {
      const parts = planParts(energyWithPauses(33, 8, 16, 25), { opening: null, most })
      expect(parts[0]?.from).toBe(0)
      expect(parts.at(-1)?.to).toBe(33 * 80)
      for (const [i, { from, to }] of parts.entries()) {
        expect(to - from).toBeLessThanOrEqual(most * 80)
        if (i > 0) expect(from).toBe(parts[i - 1]?.to)
      }
    }
  })

  it('grow, so that each is made while those before it are heard', () => {
    const parts = planParts(energyWithPauses(20, 1.6), { opening, most: 10 })
    expect(parts.length).toBeGreaterThanOrEqual(4)
    for (const { from, to } of parts.slice(1, 3)) {
      expect(to - from).toBeGreaterThanOrEqual(from)
      expect(to - from).toBeLessThanOrEqual(1.5 * from)
    }
    expect(parts.at(-1)).toMatchObject({ to: 1600 })
  })

  it('are foreseen about as long as they turn out', () => {
    for (const [seconds, most] of [[3, 10], [5, 10], [9, 10], [11, 10], [33, 7]] as const) {
      for (const lengths of [{ opening, most }, { opening: null, most }]) {
        const parts = rangesOf(planParts(energyWithPauses(seconds), lengths)).map(([from = NaN, to = NaN]) => to - from)
        const foreseen = foreseenParts(seconds, lengths)
        expect(foreseen.reduce((sum, part) => sum + part.seconds, 0)).toBeCloseTo(seconds, 9)
        expect(foreseen.reduce((sum, part) => sum + part.workShare, 0)).toBeCloseTo(1, 9)
        expect((foreseen[0]?.seconds ?? NaN) / (parts[0] ?? NaN)).toBeGreaterThan(0.65)
        expect((foreseen[0]?.seconds ?? NaN) / (parts[0] ?? NaN)).toBeLessThan(1.55)
        expect(Math.abs(foreseen.length - parts.length)).toBeLessThanOrEqual(1)
      }
    }
  })

  it('read some context on either side, but not beyond the sentence', () => {
    const parts = planParts(energyWithPauses(5, 1.6), { opening, most: 10 })
    const cut = parts[0]?.to ?? NaN
    expect(parts.map(({ readFrom, readTo }) => [readFrom, readTo])).toEqual([[0, cut + 12], [cut - 12, 400]])
  })
})

describe('joining parts', () => {
  const parts: readonly SoundPart[] = [
    { from: 0, to: 100, readFrom: 0, readTo: 112 },
    { from: 100, to: 180, readFrom: 88, readTo: 192 },
    { from: 180, to: 260, readFrom: 168, readTo: 260 },
  ]
  const whole = draw(260 * SAMPLES_PER_ROW, 4, 0.1)
  const read = ({ readFrom, readTo }: SoundPart) => whole.slice(readFrom * SAMPLES_PER_ROW, readTo * SAMPLES_PER_ROW)

  it('gives the whole sound where the parts agree', () => {
    const join = createPartJoiner()
    const joined = joinSamples(parts.map((part, i) => join(read(part), part, i === parts.length - 1)))
    expect(joined.length).toBe(whole.length)
    expect(joined.every((value, i) => Math.abs(value - (whole[i] ?? NaN)) < 1e-6)).toBe(true)
  })

  it('begins a part at the level of the one before, and lets it find its own', () => {
    const join = createPartJoiner()
    const quieter = (part: SoundPart) => read(part).map((value) => value / 1.5)
    const joined = joinSamples(parts.slice(0, 2).map((part, i) => join(i === 0 ? read(part) : quieter(part), part, false)))
    const levelAt = (row: number) =>
      Math.sqrt(joined.subarray(row * SAMPLES_PER_ROW, (row + 4) * SAMPLES_PER_ROW).reduce((sum, value) => sum + value * value, 0) / (4 * SAMPLES_PER_ROW))
    expect(levelAt(103) / levelAt(93)).toBeGreaterThan(0.93)
    expect(levelAt(150) / levelAt(93)).toBeCloseTo(1 / 1.5, 1)
  })

  it('does not raise a breath to the level of a voice', () => {
    const join = createPartJoiner()
    const faint = (part: SoundPart) => read(part).map((value) => value / 100)
    join(read(parts[0]!), parts[0]!, false)
    const joined = join(faint(parts[1]!), parts[1]!, false)
    expect(Math.max(...joined.subarray(10 * SAMPLES_PER_ROW).map(Math.abs))).toBeLessThan(0.01)
  })

  it('keeps silence', () => {
    const join = createPartJoiner()
    const silent = parts.map((part, i) => join(new Float32Array((part.readTo - part.readFrom) * SAMPLES_PER_ROW), part, i === parts.length - 1))
    expect(joinSamples(silent).every((value) => value === 0)).toBe(true)
  })
})
