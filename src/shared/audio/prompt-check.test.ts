import { describe, expect, it } from 'vitest'
import { checkPrompt } from './prompt-check'
import { createRandom } from './random'

const RATE = 24_000

/** A second of silence around `seconds` of a buzz with syllables, peak `amplitude`. */
function spoken(seconds: number, amplitude: number): Float32Array {
  return Float32Array.from({ length: (seconds + 1) * RATE }, (_, i) => {
    const t = i / RATE - 0.5
    if (t < 0 || t >= seconds) return 0
    // A voice of 150 Hz with a little of the highs that tell a microphone from a telephone line.
    const voice = Math.sin(2 * Math.PI * 150 * t) + 0.01 * Math.sin(2 * Math.PI * 6000 * t)
    return amplitude * voice * (0.52 - 0.48 * Math.cos(8 * Math.PI * t))
  })
}

const codes = (samples: Float32Array) => checkPrompt(samples, RATE).findings.map(({ severity, code }) => `${severity} ${code}`)

describe('checkPrompt', () => {
  it.each([
    ['no samples', new Float32Array(0)],
    ['silence', new Float32Array(3 * RATE)],
  ])('refuses %s as silent and says nothing else', (_, samples) => {
    expect(codes(samples)).toEqual(['refuse silent'])
  })

  it('refuses less than a second of speech, however long the clip is', () => {
    const samples = new Float32Array(5 * RATE)
    samples.set(spoken(0.8, 0.5), RATE)
    expect(codes(samples)).toEqual(['refuse too-short'])
  })

  it('warns of clipping', () => {
    const clipped = spoken(3, 2).map((sample) => Math.max(-1, Math.min(1, sample)))
    expect(codes(clipped)).toEqual(['warn clipping'])
  })

  it('warns of very quiet speech', () => {
    expect(codes(spoken(3, 0.006))).toEqual(['warn very-quiet'])
  })

  it('warns of more than 30 seconds', () => {
    expect(codes(spoken(32, 0.5))).toEqual(['warn long'])
  })

  it('warns of noise behind the voice', () => {
    const random = createRandom(1)
    const noisy = spoken(5, 0.5).map((sample) => sample + 0.04 * random.normal())
    expect(codes(noisy)).toEqual(['warn noisy'])
  })

  it('warns of a telephone line', () => {
    const narrow = Float32Array.from({ length: 5 * RATE }, (_, i) => {
      const t = i / RATE
      return 0.3 * Math.sin(2 * Math.PI * 150 * t) * Math.sin(2 * Math.PI * t) ** 2
    })
    expect(codes(narrow)).toEqual(['warn telephone'])
  })

  it('warns of a room that echoes', () => {
    const random = createRandom(2)
    const echoing = Float32Array.from({ length: 12 * RATE }, (_, i) => {
      const t = (i / RATE) % 1.5
      return 0.2 * random.normal() * (t < 0.3 ? 1 : 10 ** ((-3 * (t - 0.3)) / 1.1))
    })
    expect(codes(echoing)).toContain('warn echo')
  })

  describe('with what the speech detector heard', () => {
    const heard = (speechSeconds: number) => ({ segments: [{ startSeconds: 0.5, endSeconds: 0.5 + speechSeconds }], speechSeconds })
    const codesOf = (speechSeconds: number) =>
      checkPrompt(spoken(6, 0.5), RATE, speechSeconds === 0 ? { segments: [], speechSeconds } : heard(speechSeconds))
        .findings.map(({ severity, code }) => `${severity} ${code}`)

    it('tells loud sound without speech, or with a false alarm in it, and does not refuse it', () => {
      for (const seconds of [0, 0.3]) expect(codesOf(seconds)).toEqual(['warn no-speech'])
    })

    it('refuses a word among other sounds as too short', () => {
      expect(codesOf(0.8)).toContain('refuse too-short')
    })

    it('measures speech where it was heard', () => {
      expect(checkPrompt(spoken(6, 0.5), RATE, heard(4)).figures.speechSeconds).toBe(4)
    })

    it('still calls silence silent', () => {
      const { findings } = checkPrompt(new Float32Array(3 * RATE), RATE, { segments: [], speechSeconds: 0 })
      expect(findings.map(({ code }) => code)).toEqual(['silent'])
    })
  })

  it('finds nothing wrong with six seconds at a usual level, and measures them', () => {
    const { findings, figures } = checkPrompt(spoken(6, 0.5), RATE)
    expect(findings).toEqual([])
    expect(figures.durationSeconds).toBe(7)
    expect(Math.abs(figures.speechSeconds - 6)).toBeLessThan(0.1)
    // Mean square of A sin(wt) (p - q cos(vt)) is A^2 / 2 * (p^2 + q^2 / 2); its largest value is A (p + q), and the highs add 1 %.
    const expected = 10 * Math.log10((0.5 ** 2 / 2) * (0.52 ** 2 + 0.48 ** 2 / 2))
    expect(figures.speechDbfs).toBeCloseTo(expected, 0)
    expect(figures.peakDbfs).toBeCloseTo(20 * Math.log10(0.5 * 1.01), 1)
  })
})
