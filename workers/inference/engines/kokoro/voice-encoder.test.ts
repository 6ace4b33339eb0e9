import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import reference from './voice-encoder.reference.json'
import { encodeVoice, shiftTimbre } from './voice-encoder'
import { parseVoiceEncoder } from './voice-encoder-weights'

const file = readFileSync(resolve(import.meta.dirname, 'voice-encoder.safetensors'))
const bytes = () => new Uint8Array(file).buffer
const weights = parseVoiceEncoder(bytes())

/** Of training/starter-encoder/export.py. */
const values = Float64Array.from({ length: 128 }, (_, at) => Math.sin(1.3 * (at + 1)))
const embedding = Float32Array.from(values, (value) => value / Math.hypot(...values))

/** Largest difference as a share of the largest number. */
function distance(found: Float32Array, wanted: readonly number[], every: number): number {
  const kept = found.filter((_, at) => at % every === 0)
  expect(kept.length).toBe(wanted.length)
  return Math.max(...wanted.map((value, at) => Math.abs(value - (kept[at] ?? NaN)))) / Math.max(...wanted.map(Math.abs))
}

it('gives what PyTorch gives', () => {
  const { shift, deltas } = encodeVoice(weights, { embedding, semitones: 85 })
  expect([shift.length, deltas.length]).toEqual([128, 37_396])
  expect(distance(shift, reference.shift, 4)).toBeLessThan(1e-3)
  expect(distance(deltas, reference.deltas, 400)).toBeLessThan(1e-3)
})

it('takes a pitch that is unknown for a middling one', () => {
  expect(encodeVoice(weights, { embedding, semitones: null })).toEqual(encodeVoice(weights, { embedding, semitones: 88 }))
})

it('refuses an embedding of another speaker encoder', () => {
  expect(() => encodeVoice(weights, { embedding: embedding.subarray(1), semitones: 85 })).toThrow(RangeError)
})

it('shifts the timbre of every row and leaves what moves pitch and timing', () => {
  const table = Float32Array.from({ length: 510 * 256 }, (_, at) => at % 7)
  const shifted = shiftTimbre(table, new Float32Array(128).fill(0.5))
  for (const at of [0, 127, 509 * 256, 509 * 256 + 127]) expect(shifted[at]).toBe((at % 7) + 0.5)
  for (const at of [128, 255, 509 * 256 + 128, 510 * 256 - 1]) expect(shifted[at]).toBe(at % 7)
  expect(table[0]).toBe(0)
})

describe('a file that is refused', () => {
  const withHeader = (change: (header: string) => string) => {
    const length = Number(file.readBigUInt64LE())
    const header = change(file.subarray(8, 8 + length).toString()).padEnd(length)
    return new Uint8Array(Buffer.concat([file.subarray(0, 8), Buffer.from(header), file.subarray(8 + length)])).buffer
  }
  it.each([
    ['one that is cut off', () => bytes().slice(0, 100_000)],
    ['one without directions', () => withHeader((header) => header.replace('"directions"', '"elsewhere!"'))],
    ['one with a tensor of another kind', () => withHeader((header) => header.replace('"I8" ', '"U8" ').replace('"I8"', '"U8"'))],
  ])('is %s', (_what, make) => {
    expect(() => parseVoiceEncoder(make())).toThrow(expect.objectContaining({ code: 'model-invalid' }) as Error)
  })

  it('is one whose parts do not fit each other', () => {
    const shorter = withHeader((header) => header.replace(/("scales":\{"dtype":"F32","shape":\[)40(\],"data_offsets":\[)(\d+),(\d+)/, (_all, a: string, b: string, from: string, to: string) => `${a}39${b}${from},${Number(to) - 4}`))
    expect(() => parseVoiceEncoder(shorter)).toThrow('do not fit')
  })
})
