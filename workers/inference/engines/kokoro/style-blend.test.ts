import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readPcm16Wav } from '#fixtures/read-wav'
import { measureVoice, type VoiceFeatures } from '../../../../src/shared/audio/voice-features'
import { describeBlend, nearestStyles, type MeasuredStyle } from './style-blend'
import measuredStyles from './style-features.json'

function voice(medianF0: number, formant: number, rest: Partial<VoiceFeatures> = {}): VoiceFeatures {
  const envelopeDb = Array.from({ length: 20 }, (_, band) => 10 - 2 * Math.abs(band - formant))
  return { medianF0, f0SpreadSemitones: 3, upperResonanceHz: 2300 + 60 * formant, tiltDbPerOctave: -6, envelopeDb, ...rest }
}

const styles: MeasuredStyle[] = [
  { name: 'af_high', features: voice(220, 9) },
  { name: 'af_low', features: voice(170, 8) },
  { name: 'am_deep', features: voice(95, 4) },
  { name: 'bm_middle', features: voice(115, 5) },
  { name: 'am_light', features: voice(140, 6) },
]

describe('finding the nearest styles', () => {
  it('refuses an empty choice', () => {
    expect(() => nearestStyles(voice(100, 4), [])).toThrow(RangeError)
  })

  it.each(styles)('takes $name alone for a voice that measures the same', ({ name, features }) => {
    expect(nearestStyles(features, styles)).toEqual([{ name, weight: 1 }])
  })

  it('shares between neighbours, nearest first, with weights that sum to 1', () => {
    const shares = nearestStyles(voice(103, 4), styles)
    expect(shares.map(({ name }) => name).slice(0, 2)).toEqual(['am_deep', 'bm_middle'])
    expect(shares.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12)
    expect(shares[0]!.weight).toBeGreaterThan(shares[1]!.weight)
  })

  it('never blends across the sexes, even half-way between them', () => {
    const sexes = new Set(nearestStyles(voice(155, 7), styles).map(({ name }) => name.charAt(1)))
    expect(sexes.size).toBe(1)
  })

  it('keeps a man who speaks high among men, by his vocal tract', () => {
    const [nearest] = nearestStyles(voice(230, 4), styles)
    expect(nearest!.name.charAt(1)).toBe('m')
  })

  it('copes with styles that do not differ in a feature', () => {
    const [share] = nearestStyles(voice(100, 4), styles.slice(0, 1))
    expect(share).toEqual({ name: 'af_high', weight: 1 })
  })
})

describe('the published styles', () => {
  it.each(measuredStyles)('find $name again from its own rendering', ({ name, features }) => {
    expect(nearestStyles(features, measuredStyles)[0]!.name).toBe(name)
  })

  it.each([
    ['kennedy', 'm'],
    ['allison', 'f'],
  ])('lend %s the sex of the speaker (%s)', (recording, sex) => {
    const bytes = readFileSync(new URL(`../../../../e2e/fixtures/audio/${recording}.wav`, import.meta.url))
    const { samples, sampleRate } = readPcm16Wav(bytes)
    const shares = nearestStyles(measureVoice(samples, sampleRate)!, measuredStyles)
    expect(shares.map(({ name }) => name.charAt(1))).toEqual(shares.map(() => sex))
  })
})

it('describes a blend in one line', () => {
  expect(describeBlend([{ name: 'am_michael', weight: 0.618 }, { name: 'bm_george', weight: 0.382 }])).toBe('am_michael 62 %, bm_george 38 %')
})
