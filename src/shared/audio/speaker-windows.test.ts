import { expect, it } from 'vitest'
import { speakerWindows } from './speaker-windows'

const SAMPLE_RATE = 16_000

/** A buzz of 150 Hz, silent where `isSilent` says so. */
const buzz = (seconds: number, isSilent: (time: number) => boolean = () => false) =>
  Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, index) => {
    const time = index / SAMPLE_RATE
    return isSilent(time) ? 0 : 0.3 * (2 * ((time * 150) % 1) - 1)
  })

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
