import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/shared/audio/random'
import { addWindows, analyse, BINS, HOP, WINDOW, windowsOf } from './spectrum'

const STEP = 24
const hann = (i: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW)

function noise(length: number): Float32Array {
  const random = createRandom(3)
  return Float32Array.from({ length }, () => random.normal())
}

describe('the short-time spectrum', () => {
  it('has one window for each hop and one more', () => {
    expect([windowsOf(600), windowsOf(0)]).toEqual([121, 1])
  })

  it('is the Fourier transform of each window, of a sound that is mirrored at its ends', () => {
    const sound = noise(60)
    const rows = new Float32Array(windowsOf(60) * STEP)
    analyse(sound, rows, STEP, 0, 6)
    analyse(sound, rows, STEP, 6, windowsOf(60))
    for (let row = 0; row < windowsOf(60); row++) {
      for (let bin = 0; bin < BINS; bin++) {
        let [real, imaginary] = [0, 0]
        for (let i = 0; i < WINDOW; i++) {
          const at = row * HOP + i - WINDOW / 2
          const value = hann(i) * sound[at < 0 ? -at : at > 59 ? 118 - at : at]!
          real += value * Math.cos((2 * Math.PI * bin * i) / WINDOW)
          imaginary -= value * Math.sin((2 * Math.PI * bin * i) / WINDOW)
        }
        const [magnitude, phase] = [rows[row * STEP + bin]!, rows[row * STEP + BINS + bin]!]
        expect(magnitude * Math.cos(phase)).toBeCloseTo(real, 5)
        expect(magnitude * Math.sin(phase)).toBeCloseTo(imaginary, 5)
      }
    }
  })

  it('has half a turn as the phase of what is negative and real', () => {
    const rows = new Float32Array(windowsOf(60) * STEP)
    analyse(new Float32Array(60).fill(-0.03), rows, STEP, 0, windowsOf(60))
    expect(rows[5 * STEP]).toBeCloseTo(0.3, 6)
    expect(rows[5 * STEP + BINS]).toBe(Math.fround(Math.PI))
  })
})

describe('a sound made of a spectrum', () => {
  it('is what its windows add up to, by the sum of their squares, also at the ends; a phase is the sine of what is given', () => {
    const rows = new Float32Array(13 * STEP)
    for (let row = 0; row < 13; row++) {
      for (let bin = 0; bin < BINS; bin++) rows[row * STEP + bin] = bin === 3 ? Math.log(5) : -80
      rows[row * STEP + BINS + 3] = 0.4
    }
    const sound = new Float32Array(60)
    addWindows(rows, STEP, 13, sound, 0, 5)
    addWindows(rows, STEP, 13, sound, 5, 13)
    for (let at = 0; at < 60; at++) {
      let [sum, squares] = [0, 0]
      for (let row = 0; row < 13; row++) {
        const i = at + WINDOW / 2 - row * HOP
        if (i < 0 || i >= WINDOW) continue
        sum += hann(i) * (2 / WINDOW) * 5 * Math.cos((2 * Math.PI * 3 * i) / WINDOW + Math.sin(0.4))
        squares += hann(i) ** 2
      }
      expect(sound[at]).toBeCloseTo(sum / squares, 5)
    }
  })
})
