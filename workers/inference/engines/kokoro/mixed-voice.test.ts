import { describe, expect, it } from 'vitest'
import { mixStarterVoices } from './mixed-voice'
import { readStarterVoice, writeStarterVoice, type StarterVoice } from './starter-voice-data'
import type { ProsodyReader } from './voice-prosody'

/** Says of every style that it speaks around 150 Hz. */
const reader: ProsodyReader = {
  pitchOf: () => Promise.resolve([Float32Array.from({ length: 200 }, (_, at) => 150 + 10 * Math.sin(at))]),
  secondsOf: () => Promise.resolve(1),
}

const range = (mean: number, spread: number) => ({ mean, spread })
const low: StarterVoice = {
  table: new Float32Array(510 * 256).fill(1),
  prosody: { pitch: { person: range(4.5, 0.1), own: range(4.6, 0.2) }, pace: 0.8 },
  deltas: Float32Array.of(1, -2, 0),
}
const high: StarterVoice = { table: new Float32Array(510 * 256).fill(3), prosody: { pitch: { person: range(5.5, 0.3), own: range(5.4, 0.2) }, pace: 1.25 } }
const kept = (voice: StarterVoice, name: string) => writeStarterVoice('key', voice, name)
const mix = async (first: StarterVoice, second: StarterVoice, share: number) => {
  const mixed = await mixStarterVoices({ voices: [kept(first, 'low'), kept(second, 'high')], share }, 'key', reader)
  return { ...readStarterVoice(mixed, 'key'), summary: mixed.summary }
}

describe('a mixture of two voices', () => {
  it('is refused where one was made for another engine', async () => {
    const other = writeStarterVoice('other', high, '')
    await expect(mixStarterVoices({ voices: [kept(low, ''), other], share: 0.5 }, 'key', reader)).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it('is refused where their deltas are of different networks', async () => {
    await expect(mix(low, { ...high, deltas: Float32Array.of(1) }, 0.5)).rejects.toThrow(RangeError)
  })

  it('has the style, the deltas, the pitch and the pace between theirs', async () => {
    const { table, deltas, prosody, summary } = await mix(low, high, 0.25)
    expect([table[0], table.at(-1)]).toEqual([1.5, 1.5])
    expect([...(deltas ?? [])]).toEqual([0.75, -1.5, 0])
    expect(prosody.pitch?.person).toEqual({ mean: expect.closeTo(4.75, 5) as number, spread: expect.closeTo(0.15, 5) as number })
    expect(prosody.pace).toBeCloseTo(0.8 ** 0.75 * 1.25 ** 0.25, 5)
    expect(summary).toBe('mixed, 25 % of the second: low; high')
  })

  it('moves the pitch from where its own style speaks', async () => {
    const { prosody } = await mix(low, high, 0.5)
    expect(Math.exp(prosody.pitch?.own.mean ?? NaN)).toBeCloseTo(150, 0)
  })

  it.each([
    [0, low],
    [1, high],
  ])('is one of them at a share of %s', async (share, voice) => {
    const { table, deltas, prosody } = await mix(low, high, share)
    expect(table).toEqual(voice.table)
    expect([...(deltas ?? [])]).toEqual(voice.deltas ? [...voice.deltas] : [0, 0, 0])
    expect(prosody.pace).toBeCloseTo(voice.prosody.pace, 6)
  })

  it('has no deltas where neither has any, and the pitch that is known', async () => {
    const { table, prosody: known } = low
    const { deltas, prosody } = await mix({ table, prosody: known }, { ...high, prosody: { pitch: null, pace: 1 } }, 0.5)
    expect(deltas).toBeUndefined()
    expect(prosody.pitch?.person.mean).toBeCloseTo(4.5, 5)
  })
})
