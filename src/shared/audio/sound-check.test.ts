import { describe, expect, it } from 'vitest'
import { checkSound } from './sound-check'

const RATE = 24_000

/** A buzz of 150 Hz at `level` for each stretch of seconds, silence for each negative one. */
function sound(stretches: readonly number[], level = 0.3): Float32Array {
  return Float32Array.from(
    stretches.flatMap((seconds) =>
      Array.from({ length: Math.round(Math.abs(seconds) * RATE) }, (_, index) => (seconds > 0 ? level * (2 * (((index / RATE) * 150) % 1) - 1) : 0)),
    ),
  )
}

/** 30 characters: two seconds at the usual pace. */
const TEXT = 'This is a sentence of letters.'
const findings = (samples: Float32Array, text = TEXT, pace = 1) => checkSound({ samples, sampleRate: RATE, text, pace })

describe('what is wrong with a sentence', () => {
  it.each([
    ['empty', new Float32Array(0)],
    ['silent', sound([-2])],
  ])('is that there is nothing to hear when it is %s', (_, samples) => {
    expect(findings(samples)).toEqual(['no-sound'])
  })

  it('is clipping', () => {
    const clipped = sound([-0.3, 2, -0.4], 1.5).map((sample) => Math.max(-1, Math.min(1, sample)))
    expect(findings(clipped)).toEqual(['clipping'])
  })

  it('is a hole in the middle', () => {
    expect(findings(sound([-0.3, 1, -2, 1, -0.4]))).toEqual(['long-silence'])
  })

  it('is a hole before the first word', () => {
    expect(findings(sound([-2, 2, -0.4]))).toEqual(['long-silence'])
  })

  it('is that most of it is missing', () => {
    expect(findings(sound([-0.3, 0.5, -0.4]))).toEqual(['too-fast'])
  })

  it('is that it runs on', () => {
    expect(findings(sound([-0.3, ...Array.from({ length: 10 }, () => [0.6, -0.2]).flat(), -0.4]))).toEqual(['too-slow'])
  })

  it('is an end in the middle of a sound', () => {
    expect(findings(sound([-0.3, 2]))).toEqual(['cut-ending'])
  })
})

describe('a sentence that is as it should be', () => {
  it.each([
    ['at the usual pace', sound([-0.3, 2, -0.4]), TEXT, 1],
    ['with pauses between its words', sound([-0.3, 0.6, -0.5, 0.6, -0.5, 0.6, -0.4]), TEXT, 1],
    ['at double pace', sound([-0.3, 1, -0.4]), TEXT, 2],
    ['at half the pace', sound([-0.3, 4, -0.4]), TEXT, 0.5],
    ['of one word', sound([-0.3, 0.3, -0.4]), 'No.', 1],
    ['before a long pause that was asked for', sound([-0.3, 2, -3]), TEXT, 1],
  ])('is left alone %s', (_, samples, text, pace) => {
    expect(findings(samples, text, pace)).toEqual([])
  })
})
