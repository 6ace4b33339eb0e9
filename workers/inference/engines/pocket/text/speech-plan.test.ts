import { describe, expect, it } from 'vitest'
import { letters } from '#fixtures/letter-tokenizer'
import { planSpeech } from './speech-plan'
import { speakingTraits } from './speaking-rules'

const traits = { ...speakingTraits({}), maxTokensPerChunk: 16, frameRate: 12.5 }

const plan = (...segments: readonly (readonly [string, number])[]) =>
  planSpeech(segments.map(([text, pauseSeconds]) => ({ text, pauseSeconds })), letters, traits)

describe('planning a reading', () => {
  it('gives nothing for a pause alone', () => {
    expect(plan(['', 2])).toEqual([])
  })

  it('puts the pause after the last chunk of its segment, and expects it', () => {
    const chunks = plan(['one two three. four five six.', 2], ['seven.', 0])
    expect(chunks.map(({ text, pauseSeconds }) => [text, pauseSeconds])).toEqual([['One two three.', 0], ['Four five six.', 2], ['Seven.', 0]])
    const [usual] = plan(['four five six.', 0])
    expect(chunks[1]!.estimatedSeconds - usual!.estimatedSeconds).toBeCloseTo(2, 9)
  })

  it('speaks no chunk of marks alone', () => {
    expect(plan(['one two three. ”””””””””””””””', 2]).map(({ text, pauseSeconds }) => [text, pauseSeconds])).toEqual([['One two three.', 2]])
  })

  it('never joins what a pause has parted', () => {
    expect(plan(['one', 1], ['two', 0]).map(({ text }) => text)).toEqual(['One.', 'Two.'])
  })
})
