import { expect, it } from 'vitest'
import { constructSpeech, type ConstructedSound } from '#fixtures/constructed-speech'
import { createPeakMeter } from './true-peak'
import { voicedPitch } from './voice-pitch'
import { averageSpectrum, bandCentres } from './voice-spectrum'
import { createVoiceShaper, isPlainShape, type VoiceShape } from './voice-shaper'

const RATE = 24_000
const PLAIN: VoiceShape = { pace: 1, pitchSemitones: 0, gainDb: 0 }
const vowel = (frames: number): ConstructedSound[] => [{ sound: 'a', frames }]
/** A second whose pitch glides up and down again. */
const gliding = constructSpeech(vowel(40), (second) => 140 + 30 * Math.sin(Math.PI * second))
const hiss = constructSpeech([{ sound: 'hiss', frames: 40 }], () => 100)

function shaped(samples: Float32Array, shape: Partial<VoiceShape>, piece = samples.length): Float32Array {
  const shaper = createVoiceShaper({ ...PLAIN, ...shape }, RATE)
  const parts: number[] = []
  for (let at = 0; at < samples.length; at += piece) parts.push(...shaper.push(samples.subarray(at, at + piece)))
  return Float32Array.from([...parts, ...shaper.finish()])
}
const pitchOf = (samples: Float32Array) => { const heard = voicedPitch(samples, RATE).sort(); return heard[heard.length >> 1] ?? NaN }
const levelOf = (samples: Float32Array) => 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
/** Where the power of the spectrum has its middle, Hz: between the formants. */
function middleOf(samples: Float32Array): number {
  const powers = Array.from(averageSpectrum(samples, RATE) ?? [], (decibels) => 10 ** (decibels / 10))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.reduce((sum, power, band) => sum + power * (bandCentres[band] ?? NaN), 0) / total
}

it('knows a shape that changes nothing', () => {
  expect(isPlainShape(PLAIN)).toBe(true)
  expect([{ pace: 1.1 }, { pitchSemitones: -1 }, { gainDb: 1 }].some((change) => isPlainShape({ ...PLAIN, ...change }))).toBe(false)
})

it('gives nothing for nothing, and silence for silence', () => {
  expect(shaped(new Float32Array(0), { pace: 1.5 })).toHaveLength(0)
  expect(shaped(new Float32Array(5000), { pace: 1.25, pitchSemitones: 3, gainDb: 12 })).toEqual(new Float32Array(4000))
})

it.each([-6, -3, 3, 6])('%s semitones change the pitch by that much, and neither length, level nor formants', (pitchSemitones) => {
  const sound = shaped(gliding, { pitchSemitones })
  expect(sound).toHaveLength(gliding.length)
  expect(Math.abs(pitchOf(sound) / pitchOf(gliding) / 2 ** (pitchSemitones / 12) - 1)).toBeLessThan(0.01)
  expect(Math.abs(levelOf(sound) - levelOf(gliding))).toBeLessThan(1)
  // Played faster or slower it would be off by as much as the pitch, 19 to 41 percent; that harmonics lie elsewhere counts, too.
  expect(Math.abs(middleOf(sound) / middleOf(gliding) - 1)).toBeLessThan(0.05)
})

it.each([0.6, 0.8, 1.25, 1.6, 2])('at pace %s has the length for that and the pitch that it had', (pace) => {
  const sound = shaped(gliding, { pace })
  expect(sound).toHaveLength(Math.round(gliding.length / pace))
  expect(Math.abs(pitchOf(sound) / pitchOf(gliding) - 1)).toBeLessThan(0.01)
  expect(Math.abs(levelOf(sound) - levelOf(gliding))).toBeLessThan(0.5)
})

it('sounds when it should: what began at a time begins at that time by the pace', () => {
  const late = new Float32Array(2 * RATE)
  late.set(gliding, RATE)
  for (const pace of [0.6, 1, 1.6]) {
    const sound = shaped(late, { pace, pitchSemitones: 4 })
    const onset = sound.findIndex((value) => Math.abs(value) > 0.02) / RATE
    expect(Math.abs(onset - 1 / pace)).toBeLessThan(0.015)
  }
})

it('leaves what is not voice as it is, where only the pitch is changed', () => {
  const sound = shaped(hiss, { pitchSemitones: 5 })
  expect(Math.max(...sound.map((value, i) => Math.abs(value - (hiss[i] ?? 9))))).toBeLessThan(1e-5)
})

it('clicks nowhere', () => {
  const roughest = (samples: Float32Array) => Math.max(...samples.subarray(2).map((value, i) => Math.abs(value - 2 * (samples[i + 1] ?? 0) + (samples[i] ?? 0))))
  const words = constructSpeech([{ sound: 'a', frames: 12 }, { sound: 'i', frames: 12 }, { sound: 'o', frames: 12 }], (second) => 110 + 40 * second)
  for (const shape of [{ pitchSemitones: -6 }, { pitchSemitones: 6 }, { pace: 0.7 }, { pace: 1.5 }]) {
    expect(roughest(shaped(words, shape).subarray(240, -240))).toBeLessThan(2 * roughest(words))
  }
})

it('is the same in whatever pieces it comes, and sounds before all has come', () => {
  const shape = { pace: 1.3, pitchSemitones: -2, gainDb: 3 }
  const whole = shaped(gliding, shape)
  const inPieces = shaped(gliding, shape, 777)
  expect(inPieces).toHaveLength(whole.length)
  expect(whole.every((sample, i) => Math.abs(sample - (inPieces[i] ?? 9)) < 1e-6)).toBe(true)
  expect(createVoiceShaper({ ...PLAIN, ...shape }, RATE).push(gliding).length).toBeGreaterThan((RATE - 0.15 * RATE) / 1.3)
})

it('makes it louder, but no peak too loud', () => {
  const quiet = gliding.map((sample) => 0.05 * sample)
  expect(levelOf(shaped(quiet, { gainDb: 6 })) - levelOf(quiet)).toBeCloseTo(6, 1)
  expect(levelOf(shaped(quiet, { gainDb: -6 })) - levelOf(quiet)).toBeCloseTo(-6, 1)
  const meter = createPeakMeter()
  meter.push(shaped(gliding, { pitchSemitones: 2, gainDb: 12 }))
  expect(meter.decibels()).toBeLessThanOrEqual(-1)
  expect(meter.decibels()).toBeGreaterThan(-2)
})
