import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { decodeWav, encodeWav16 } from '../../src/audio/wav'

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

export function readWav(path: string): { samples: Float32Array; sampleRate: number } {
  const file = readFileSync(path)
  return decodeWav(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength))
}

function repeated(samples: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => samples[index % samples.length] ?? 0)
}
