import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { constructedMusic } from '#fixtures/constructed-sounds'
import { clearSpeech, disturbancesFrom, findDisturbances, sharedSeconds } from './disturbances'
import { rmsOf } from './levels'
import { createRandom } from './random'
import { resample } from './resample'
import { decodeWav } from './wav'

const RATE = 24_000
const folder = resolve(import.meta.dirname, '../../../e2e/fixtures/audio')

function recording(name: string): Float32Array {
  const file = readFileSync(resolve(folder, name))
  const { samples, sampleRate } = decodeWav(new Uint8Array(file).buffer)
  return resample(samples, sampleRate, RATE)
}

const kennedy = recording('kennedy.wav')
const allison = recording('allison.wav')
const length = Math.min(kennedy.length, allison.length)
const total = length / RATE
const noise = (() => {
  const random = createRandom(3)
  return Float32Array.from({ length }, () => random.normal())
})()
/** A cable's hum with its harmonics. */
const hum = Float32Array.from({ length }, (_, i) => [1, 2, 3, 4, 5, 6, 7].reduce((sum, k) => sum + Math.sin((2 * Math.PI * 50 * k * i) / RATE) / k, 0))
const strings = constructedMusic(total, RATE)
/** Chords that are held for two seconds each, as an organ holds them. */
const organ = Float32Array.from({ length: 30 * RATE }, (_, i) => {
  const t = i / RATE
  const root = [130.8, 146.8, 174.6, 98][Math.floor(t / 2) % 4] ?? 130.8
  return [1, 1.26, 1.5, 2, 2.52].reduce((sum, ratio, note) => sum + [1, 2, 3].reduce((more, k) => more + Math.sin(2 * Math.PI * root * ratio * k * t + note) / k, 0), 0)
})

/** The first with the second so many decibels below it. */
function over(voice: Float32Array, other: Float32Array, decibels: number): Float32Array {
  const gain = (rmsOf(voice) / rmsOf(other)) * 10 ** (-decibels / 20)
  return voice.slice(0, length).map((sample, i) => sample + gain * (other[i] ?? 0))
}
describe('findDisturbances', () => {
  it.each([
    ['a man', kennedy],
    ['a woman', allison],
    ['a man in noise', over(kennedy, noise, 10)],
    ['a woman in noise', over(allison, noise, 10)],
    ['a woman over the hum of a cable', over(allison, hum, 25)],
    ['noise', noise],
    ['silence', new Float32Array(5 * RATE)],
    ['next to nothing', kennedy.slice(0, RATE)],
  ])('finds nothing with %s alone', (_, samples) => {
    expect(findDisturbances(samples, RATE)).toEqual({ music: [], voices: [] })
  })

  it.each([
    ['strings 5 dB below a man', kennedy, strings, 5],
    ['strings 10 dB below a man', kennedy, strings, 10],
    ['an organ 10 dB below a man', kennedy, organ, 10],
    ['an organ 15 dB below a woman', allison, organ, 15],
    ['a hum 4 dB below a man', kennedy, hum, 4],
  ])('finds %s', (_, voice, music, decibels) => {
    expect(findDisturbances(over(voice, music, decibels), RATE)).toEqual({ music: [{ startSeconds: 0, endSeconds: total }], voices: [] })
  })

  it('finds where music sets in, within some seconds', () => {
    const long = Float32Array.from({ length: 28 * RATE }, (_, i) => (allison[i % length] ?? 0) + (i < 14 * RATE ? 0 : 0.02 * (organ[i] ?? 0)))
    const { music: [only, another] } = findDisturbances(long, RATE)
    expect(only?.startSeconds).toBeGreaterThanOrEqual(8)
    expect(only?.startSeconds).toBeLessThanOrEqual(16)
    expect(only?.endSeconds).toBe(28)
    expect(another).toBeUndefined()
  })

  it.each([[0], [6]])('finds a second voice %d dB below the first', (decibels) => {
    expect(findDisturbances(over(kennedy, allison, decibels), RATE)).toEqual({ music: [], voices: [{ startSeconds: 0, endSeconds: total }] })
  })

  it('hears the same at another rate', () => {
    const { music } = findDisturbances(resample(over(allison, organ, 8), RATE, 44_100), 44_100)
    expect(music).toHaveLength(1)
  })
})

const map = (...segments: readonly (readonly [number, number])[]) => ({
  segments: segments.map(([startSeconds, endSeconds]) => ({ startSeconds, endSeconds })),
  speechSeconds: segments.reduce((sum, [start, end]) => sum + end - start, 0),
})

describe('what is left of speech', () => {
  const { segments: music } = map([2, 4], [9, 20])
  const { segments: voices } = map([5, 6])

  it('is what nothing else sounds together with', () => {
    expect(clearSpeech(map([0, 3], [4.5, 8], [10, 12]), { music, voices })).toEqual(map([0, 2], [4.5, 5], [6, 8]))
  })

  it('is told on the clock of a part', () => {
    expect(disturbancesFrom({ music, voices }, -2)).toEqual({ music: map([0, 2], [7, 18]).segments, voices: map([3, 4]).segments })
    expect(sharedSeconds(map([0, 3], [8, 10]).segments, music)).toBe(2)
  })
})
