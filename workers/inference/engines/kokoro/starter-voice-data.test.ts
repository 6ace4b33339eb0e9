import { describe, expect, it } from 'vitest'
import { readStarterVoice, writeStarterVoice, type StarterVoice } from './starter-voice-data'

const table = Float32Array.from({ length: 510 * 256 }, (_, at) => Math.fround(Math.sin(at)))
const prosody = { pitch: { person: { mean: 4.75, spread: 0.125 }, own: { mean: 5.25, spread: 0.25 } }, pace: 0.875 }

describe('a kept starter voice', () => {
  it.each<[string, StarterVoice]>([
    ['a learned one', { table, prosody, deltas: Float32Array.of(0.5, -0.25, 0) }],
    ['a searched one', { table, prosody }],
    ['one whose pitch could not be measured', { table, prosody: { pitch: null, pace: 1 } }],
  ])('is %s as it was', (_which, voice) => {
    expect(readStarterVoice(writeStarterVoice('key', voice, ''), 'key')).toEqual(voice)
  })

  it('of before, which is a table alone, speaks as it did', () => {
    const before = { engineId: 'kokoro', packKey: 'key', format: 1, data: table.slice().buffer, summary: '' } as const
    expect(readStarterVoice(before, 'key')).toEqual({ table, prosody: { pitch: null, pace: 1 } })
  })

  it('is refused by another pack, in another format and where it is cut', () => {
    const kept = writeStarterVoice('key', { table, prosody, deltas: Float32Array.of(1) }, '')
    const refusal = expect.objectContaining({ code: 'model-mismatch' }) as Error
    expect(() => readStarterVoice(kept, 'other')).toThrow(refusal)
    expect(() => readStarterVoice({ ...kept, format: 3 }, 'key')).toThrow(refusal)
    expect(() => readStarterVoice({ ...kept, data: kept.data.slice(0, 1000) }, 'key')).toThrow(refusal)
    expect(() => readStarterVoice({ ...kept, data: kept.data.slice(0, -1) }, 'key')).toThrow(refusal)
  })
})
