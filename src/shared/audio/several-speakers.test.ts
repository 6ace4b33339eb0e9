import { describe, expect, it } from 'vitest'
import { holdsSeveralSpeakers, partSpeakers, speakerWindows } from './several-speakers'
import { TWO_PEOPLE_BELOW } from './speaker-similarity'

/** A unit vector at an angle in the plane: the cosine of two is that of the angle between them. */
const at = (degrees: number) => Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))
const angleOf = (cosine: number) => (Math.acos(cosine) * 180) / Math.PI

it('has no groups of nothing or of a single window', () => {
  expect(partSpeakers([])).toBeNull()
  expect(partSpeakers([at(0)])).toBeNull()
  expect(holdsSeveralSpeakers([])).toBe(false)
})

it('parts windows where they are farthest apart, in whatever order they come', () => {
  const groups = partSpeakers([at(-4), at(84), at(0), at(96), at(4)])
  expect(groups?.fewest).toBe(2)
  expect(groups?.similarity).toBeCloseTo(0, 6)
})

it('finds one person in windows that are all alike', () => {
  expect(partSpeakers([at(7), at(7), at(7)])).toEqual({ similarity: 1, fewest: 0 })
  expect(holdsSeveralSpeakers([at(7), at(7), at(7), at(7)])).toBe(false)
})

it('warns of two groups from where people differ on, and not before', () => {
  const apart = (degrees: number) => holdsSeveralSpeakers([at(0), at(0), at(degrees), at(degrees)])
  expect(apart(angleOf(TWO_PEOPLE_BELOW) - 1)).toBe(false)
  expect(apart(angleOf(TWO_PEOPLE_BELOW) + 1)).toBe(true)
})

it('does not take a single strange window for a person', () => {
  expect(holdsSeveralSpeakers([at(0), at(2), at(-2), at(1), at(100)])).toBe(false)
  expect(holdsSeveralSpeakers([at(0), at(2), at(-2), at(100), at(101)])).toBe(true)
})

const SAMPLE_RATE = 16_000

/** A buzz of 150 Hz, silent where `isSilent` says so. */
const buzz = (seconds: number, isSilent: (time: number) => boolean = () => false) =>
  Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, index) => {
    const time = index / SAMPLE_RATE
    return isSilent(time) ? 0 : 0.3 * (2 * ((time * 150) % 1) - 1)
  })

describe('the windows', () => {
  it('gives none of silence and of speech that is too short', () => {
    expect(speakerWindows(new Float32Array(5 * SAMPLE_RATE), SAMPLE_RATE)).toEqual([])
    expect(speakerWindows(buzz(5, (time) => time > 1.5), SAMPLE_RATE)).toEqual([])
  })

  it('leaves the pauses out: three seconds of speech in six are two windows', () => {
    const windows = speakerWindows(buzz(6, (time) => time % 2 > 1.04), SAMPLE_RATE)
    expect(windows.map(({ length }) => length)).toEqual([2 * SAMPLE_RATE, 2 * SAMPLE_RATE])
    const silent = windows.map((window) => window.filter((sample) => sample === 0).length / window.length)
    for (const share of silent) expect(share).toBeLessThan(0.1)
  })

  it('hears half a minute of a long recording', () => {
    const pausing = (time: number) => time % 3 > 2
    expect(speakerWindows(buzz(60, pausing), SAMPLE_RATE)).toHaveLength(30)
  })
})
