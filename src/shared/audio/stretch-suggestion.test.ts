import { describe, expect, it } from 'vitest'
import { rateSegments } from './segment-ratings'
import { FRAME_SECONDS, measureFrames } from './speech-frames'
import { findSpeech, type SpeechSegment } from './speech-segments'
import { suggestStretch } from './stretch-suggestion'

const RATE = 8_000

/** Syllables at the given times, silence elsewhere. */
function spoken(seconds: number, voiced: readonly (readonly [number, number])[]): Float32Array {
  const samples = new Float32Array(seconds * RATE)
  for (const [start, end] of voiced) {
    for (let i = Math.round(start * RATE); i < end * RATE; i++) {
      const t = i / RATE
      samples[i] = 0.4 * Math.sin(2 * Math.PI * 150 * t) * (0.7 - 0.3 * Math.cos(8 * Math.PI * (t - start)))
    }
  }
  return samples
}

function suggested(samples: Float32Array): SpeechSegment {
  const seconds = samples.length / RATE
  const sure = new Float32Array(Math.floor(seconds / FRAME_SECONDS)).fill(1)
  return suggestStretch(seconds, rateSegments(measureFrames(samples, RATE, sure), findSpeech(samples, RATE).segments))
}

function expectStretch(samples: Float32Array, start: number, end: number): void {
  const { startSeconds, endSeconds } = suggested(samples)
  expect(Math.abs(startSeconds - start)).toBeLessThanOrEqual(0.05)
  expect(Math.abs(endSeconds - end)).toBeLessThanOrEqual(0.05)
}

describe('suggestStretch', () => {
  it('suggests what there is, at most 12 s, where nobody speaks', () => {
    expect(suggested(new Float32Array(0))).toEqual({ startSeconds: 0, endSeconds: 0 })
    expect(suggested(new Float32Array(20 * RATE))).toEqual({ startSeconds: 0, endSeconds: 12 })
  })

  it('trims the silence around a short clip and keeps a little at both ends', () => {
    expectStretch(spoken(6, [[1, 4]]), 0.85, 4.15)
  })

  it('takes 12 s of speech that never pauses', () => {
    expectStretch(spoken(30, [[5, 25]]), 4.85, 16.85)
  })

  it('prefers the dense part to one full of pauses', () => {
    const sparse = [[1, 2], [4, 5], [7, 8], [10, 11]] as const
    const dense = [[20, 23], [23.4, 26], [26.4, 29]] as const
    expectStretch(spoken(35, [...sparse, ...dense]), 19.85, 29.15)
  })

  it('avoids a clipped part as long as there is another', () => {
    const samples = spoken(30, [[1, 4], [4.4, 8], [15, 17], [17.6, 21]])
    samples.fill(1, 2 * RATE, 2 * RATE + 10)
    expectStretch(samples, 14.85, 21.15)
  })

  it('stays within 5 to 12 s and inside the clip over ten minutes of sentences', () => {
    const sentences = Array.from({ length: 100 }, (_, i) => [i * 6, i * 6 + 2 + ((i * 7) % 4)] as const)
    const { startSeconds, endSeconds } = suggested(spoken(600, sentences))
    expect(endSeconds - startSeconds).toBeGreaterThanOrEqual(5)
    expect(endSeconds - startSeconds).toBeLessThanOrEqual(12)
    expect(startSeconds).toBeGreaterThanOrEqual(0)
    expect(endSeconds).toBeLessThanOrEqual(600)
  })
})
