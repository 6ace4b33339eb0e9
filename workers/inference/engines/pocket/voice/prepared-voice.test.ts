import { describe, expect, it } from 'vitest'
import type { VoiceState } from '../language-model/speech-model'
import { packVoice, unpackVoice } from './prepared-voice'

const voice: VoiceState = { positions: 2, caches: [Float32Array.of(1 / 3, -0, 1e-40, 3.4e38), Float32Array.of(0.1, NaN, -7, 8)] }

describe('prepared voice', () => {
  it.each([
    ['cut off', (data: ArrayBuffer) => data.slice(0, -4)],
    ['cut off inside its header', (data: ArrayBuffer) => data.slice(0, 10)],
    ['empty', () => new ArrayBuffer(0)],
    ['something else', () => new TextEncoder().encode('RIFF....WAVEfmt .').slice().buffer],
    ['longer than it says', (data: ArrayBuffer) => Uint8Array.of(...new Uint8Array(data), 0, 0, 0, 0).buffer],
  ])('is refused when it is %s', (_, damage) => {
    expect(() => unpackVoice(damage(packVoice(voice)))).toThrow(expect.objectContaining({ code: 'voice-file-invalid' }))
  })

  it('comes back bit for bit', () => {
    const { positions, caches } = unpackVoice(packVoice(voice))
    expect(positions).toBe(2)
    const bits = (cache: Float32Array) => Array.from(new Uint32Array(cache.slice().buffer))
    expect(caches.map(bits)).toEqual(voice.caches.map(bits))
  })

  it('takes four bytes a value and little more', () => {
    const caches = [new Float32Array(10_000), new Float32Array(10_000)]
    expect(packVoice({ positions: 5, caches }).byteLength - 80_000).toBeLessThan(100)
  })
})
