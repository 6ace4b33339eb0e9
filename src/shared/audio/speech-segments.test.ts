import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRandom } from './random'
import { findSpeech } from './speech-segments'
import { decodeWav } from './wav'

const RATE = 24_000

/** Noise of the given RMS with a buzz of 0.2 RMS, syllables at 4 Hz, wherever `voiced` says. */
function clip(seconds: number, noiseRms: number, voiced: readonly (readonly [number, number])[]): Float32Array {
  const random = createRandom(1)
  return Float32Array.from({ length: seconds * RATE }, (_, i) => {
    const t = i / RATE
    const speaking = voiced.some(([start, end]) => t >= start && t < end)
    const buzz = speaking ? 0.28 * Math.sin(2 * Math.PI * 140 * t) * (0.6 + 0.4 * Math.cos(8 * Math.PI * t)) : 0
    return buzz + noiseRms * random.normal()
  })
}

describe('findSpeech', () => {
  it.each([
    ['nothing at all', new Float32Array(0)],
    ['digital silence', new Float32Array(2 * RATE)],
    ['a DC offset', new Float32Array(2 * RATE).fill(0.3)],
    ['faint noise', clip(3, 0.0005, [])],
    ['loud steady noise', clip(3, 0.1, [])],
  ])('hears no speech in %s', (_, samples) => {
    expect(findSpeech(samples, RATE)).toEqual({ segments: [], speechSeconds: 0 })
  })

  it('does not take a click for speech', () => {
    const samples = clip(3, 0.0005, [])
    samples.fill(0.9, RATE, RATE + 200)
    expect(findSpeech(samples, RATE).segments).toEqual([])
  })

  it.each([0, 0.001, 0.02])('finds where each utterance starts and ends over noise of RMS %f', (noiseRms) => {
    const { segments, speechSeconds } = findSpeech(clip(6, noiseRms, [[0.5, 2], [3, 5.2]]), RATE)
    expect(segments).toHaveLength(2)
    const edges = segments.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])
    const expected = [0.5, 2, 3, 5.2]
    edges.forEach((edge, i) => {
      expect(Math.abs(edge - expected[i]!)).toBeLessThanOrEqual(0.04)
    })
    expect(Math.abs(speechSeconds - 3.7)).toBeLessThanOrEqual(0.1)
  })

  it('bridges the gap of a stop consonant but not a pause', () => {
    expect(findSpeech(clip(4, 0.001, [[1, 1.8], [1.95, 3]]), RATE).segments).toHaveLength(1)
    expect(findSpeech(clip(4, 0.001, [[1, 1.8], [2.3, 3]]), RATE).segments).toHaveLength(2)
  })

  it('follows a noise floor that rises during the clip', () => {
    const samples = clip(40, 0.0005, [[5, 8], [32, 36]])
    const louder = clip(40, 0.02, [])
    for (let i = 20 * RATE; i < samples.length; i++) samples[i] = samples[i]! + louder[i]!
    const { segments } = findSpeech(samples, RATE)
    expect(segments.filter(({ startSeconds }) => startSeconds > 24 && startSeconds < 31)).toEqual([])
    expect(segments.filter(({ endSeconds }) => endSeconds - 1 > 0).map(({ startSeconds }) => Math.round(startSeconds))).toContain(32)
  })

  it('hears a quiet speaker as well as a loud one', () => {
    const loud = clip(5, 0.001, [[1, 4]])
    const quiet = loud.map((sample) => sample * 0.02)
    expect(Math.abs(findSpeech(quiet, RATE).speechSeconds - findSpeech(loud, RATE).speechSeconds)).toBeLessThan(0.2)
  })
})

/** Read speech without much silence around it (credits in the folder's README). */
const FIXTURES = 'e2e/fixtures/audio'
const recordings = ['kennedy.wav', 'allison.wav'].filter((name) => existsSync(`${FIXTURES}/${name}`))

describe.skipIf(recordings.length === 0)('findSpeech on real recordings', () => {
  it.each(recordings)('hears %s as several stretches of speech with pauses', (name) => {
    const file = readFileSync(`${FIXTURES}/${name}`)
    const { samples, sampleRate } = decodeWav(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength))
    const { segments, speechSeconds } = findSpeech(samples, sampleRate)
    const share = (speechSeconds * sampleRate) / samples.length
    expect(segments.length).toBeGreaterThan(1)
    expect(share).toBeGreaterThan(0.5)
    expect(share).toBeLessThan(0.97)
  })
})
