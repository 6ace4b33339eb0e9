import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { joinSamples } from '../../src/shared/audio/join'
import { createRandom } from '../../src/shared/audio/random'
import { resample } from '../../src/shared/audio/resample'
import { decodeWav, encodeWav16 } from '../../src/shared/audio/wav'
import { constructedMusic } from '../../scripts/fixtures/constructed-sounds'

/** A man, 11 s; see the README beside it for whose voices these are. */
export const KENNEDY_WAV = resolve(import.meta.dirname, '../fixtures/audio/kennedy.wav')
/** A woman, 11 s. */
export const ALLISON_WAV = resolve(import.meta.dirname, '../fixtures/audio/allison.wav')

function write(name: string, samples: Float32Array, sampleRate: number): string {
  const path = join(mkdtempSync(join(tmpdir(), 'myna-sound-')), name)
  writeFileSync(path, Buffer.from(encodeWav16(samples, sampleRate)))
  return path
}

/** Complete silence. Gives the path of the WAV. */
export function silentWav(seconds: number): string {
  return write('silence.wav', new Float32Array(seconds * 16_000), 16_000)
}

/** The man's clip, repeated or cut to `seconds`. */
export function kennedyFor(seconds: number): string {
  const { samples, sampleRate } = readWav(KENNEDY_WAV)
  return write(`kennedy-${seconds}.wav`, repeated(samples, seconds * sampleRate), sampleRate)
}

/** The man's clip, driven far into clipping. */
export function clippedKennedy(): string {
  const { samples, sampleRate } = readWav(KENNEDY_WAV)
  return write('clipped.wav', samples.map((sample) => Math.max(-1, Math.min(1, sample * 12))), sampleRate)
}

/** Both clips, six seconds of each: two people in one recording. */
export function twoPeople(): string {
  const [him, her] = [KENNEDY_WAV, ALLISON_WAV].map((path) => {
    const { samples, sampleRate } = readWav(path)
    return resample(samples, sampleRate, 16_000).subarray(0, 6 * 16_000)
  })
  return write('two-people.wav', joinSamples([him ?? new Float32Array(0), her ?? new Float32Array(0)]), 16_000)
}

/** Chords with drums, and nobody who sings. */
export function music(seconds: number): string {
  return write('music.wav', constructedMusic(seconds, 24_000), 24_000)
}

/** The man's clip as a telephone carries it: nothing above 3.4 kHz, then at a rate that could hold more. */
export function telephoneKennedy(): string {
  const { samples, sampleRate } = readWav(KENNEDY_WAV)
  const narrow = resample(resample(samples, sampleRate, 7000), 7000, 24_000)
  return write('telephone.wav', narrow, 24_000)
}

/** The man's clip with noise 8 dB below it. */
export function noisyKennedy(): string {
  const { samples, sampleRate } = readWav(KENNEDY_WAV)
  const random = createRandom(4)
  const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length) * 10 ** (-8 / 20)
  return write('noisy.wav', samples.map((sample) => 0.7 * (sample + level * random.normal())), sampleRate)
}

export function readWav(path: string): { samples: Float32Array; sampleRate: number } {
  const file = readFileSync(path)
  return decodeWav(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength))
}

function repeated(samples: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => samples[index % samples.length] ?? 0)
}
