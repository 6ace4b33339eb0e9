import { describe, expect, it } from 'vitest'
import { waveformPeaks } from './waveform-peaks'

describe('waveformPeaks', () => {
  it('draws nothing as a flat line', () => {
    expect(waveformPeaks(new Float32Array(0), 3)).toEqual({ minima: new Float32Array(3), maxima: new Float32Array(3) })
  })

  it('keeps the lowest and highest sample of each column', () => {
    const { minima, maxima } = waveformPeaks(Float32Array.of(1, 3, -2, 0, 5, 4), 3)
    expect([...minima]).toEqual([1, -2, 4])
    expect([...maxima]).toEqual([3, 0, 5])
  })

  it('loses no peak where columns do not divide the samples', () => {
    for (let spike = 0; spike < 101; spike++) {
      const samples = new Float32Array(101)
      samples[spike] = 1
      expect(Math.max(...waveformPeaks(samples, 7).maxima)).toBe(1)
    }
  })

  it('repeats samples when there are more columns than samples', () => {
    expect([...waveformPeaks(Float32Array.of(1, 2), 4).maxima]).toEqual([1, 1, 2, 2])
  })
})
