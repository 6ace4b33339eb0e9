import { expect, it } from 'vitest'
import { carryLearned } from './carried-voice'
import { readStarterVoice, writeStarterVoice, type StarterVoice } from './starter-voice-data'
import { OWN_PROSODY } from './voice-prosody'

const voice = (value: number, deltas?: readonly number[], prosody = OWN_PROSODY): StarterVoice =>
  ({ table: new Float32Array(510 * 256).fill(value), prosody, ...(deltas && { deltas: Float32Array.from(deltas) }) })
const kept = (made: StarterVoice, name: string) => writeStarterVoice('key', made, name)
const fast = { pitch: null, pace: 1.5 }

function carry(before: StarterVoice, learned: StarterVoice, to: StarterVoice) {
  const carried = carryLearned({ before: kept(before, 'before'), learned: kept(learned, 'learned'), to: kept(to, 'excited') }, 'key')
  return { ...readStarterVoice(carried, 'key'), summary: carried.summary }
}

it('refuses voices of other networks', () => {
  const other = writeStarterVoice('other', voice(0), '')
  expect(() => carryLearned({ before: other, learned: kept(voice(0), ''), to: kept(voice(0), '') }, 'key')).toThrow('model-mismatch')
  expect(() => carry(voice(0, [1]), voice(0, [1, 2]), voice(0))).toThrow('deltas of 2 and 1 numbers')
})

it('adds to the style, the deltas and nothing else of a mood what the lesson added', () => {
  const { table, deltas, prosody, summary } = carry(voice(1, [1, 0]), voice(1.5, [1, 2]), voice(3, [0.5, 0.5], fast))
  expect([table[0], table.at(-1)]).toEqual([3.5, 3.5])
  expect([...(deltas ?? [])]).toEqual([0.5, 2.5])
  expect(prosody).toEqual(fast)
  expect(summary).toBe('excited; learned')
})

it('makes the learned voice again of the recording that was learned from', () => {
  const { table, deltas } = carry(voice(1), voice(2, [1, -1]), voice(1))
  expect(table.every((value) => value === 2)).toBe(true)
  expect([...(deltas ?? [])]).toEqual([1, -1])
})

it('has no deltas where nobody has any', () => {
  expect(carry(voice(1), voice(2), voice(3))).not.toHaveProperty('deltas')
})
