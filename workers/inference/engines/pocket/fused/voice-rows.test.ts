import { describe, expect, it } from 'vitest'
import { rowLength, voiceFromRows, writeVoice } from './voice-rows'

const shape = { layers: 2, width: 3 }
/** A number that tells where it belongs. */
const valueAt = (layer: number, half: number, position: number, place: number) => 1000 * layer + 100 * half + 10 * position + place

const positions = 4
const rows = Float32Array.from({ length: positions * rowLength(shape) }, (_, i) =>
  valueAt(Math.floor(i / 6) % 2, Math.floor(i / 3) % 2, Math.floor(i / 12), i % 3))
const caches = [0, 1].map((layer) =>
  Float32Array.from({ length: 2 * positions * shape.width }, (_, i) => valueAt(layer, Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3)))

describe('a voice in the rows of the fused graph', () => {
  it('refuses a voice of another model', () => {
    for (const others of [caches.slice(1), caches.map((cache) => cache.subarray(1))]) {
      expect(() => { writeVoice({ positions, caches: others }, rows.slice(), shape) }).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
    }
  })

  it('is taken out layer by layer, keys before values, without what lies behind it', () => {
    const longer = new Float32Array(rows.length + rowLength(shape)).fill(NaN)
    longer.set(rows)
    expect(voiceFromRows(longer, positions, shape)).toEqual({ positions, caches })
  })

  it('is written to the front, and nothing behind it', () => {
    const longer = new Float32Array(rows.length + 1).fill(7)
    writeVoice({ positions, caches }, longer, shape)
    expect(longer).toEqual(Float32Array.of(...rows, 7))
  })
})
