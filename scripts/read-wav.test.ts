import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readPcm16Wav } from './read-wav'

const kennedy = readFileSync(new URL('../e2e/fixtures/audio/kennedy.wav', import.meta.url))

describe('reading a WAV file', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('this is not a recording')],
    ['a header without data', kennedy.subarray(0, 36)],
  ])('refuses %s', (_, bytes) => {
    expect(() => readPcm16Wav(bytes)).toThrow(/WAV/)
  })

  it('reads the recording at its rate and full length', () => {
    const { samples, sampleRate } = readPcm16Wav(kennedy)
    expect(sampleRate).toBe(16_000)
    expect(samples).toHaveLength(176_000)
  })

  it('reads what is there of a truncated recording', () => {
    expect(readPcm16Wav(kennedy.subarray(0, kennedy.length - 1001)).samples).toHaveLength(176_000 - 501)
  })
})
