import { describe, expect, it } from 'vitest'
import { planSpeech } from './speech-plan'
import type { Tokenizer } from './tokenizer'

const traits = { removeSemicolons: false, framesAfterEnd: null, maxTokensPerChunk: 4, frameRate: 12.5 }

/** One token a word. */
const tokenizer: Tokenizer = { size: 1, encode: (text) => text.split(' ').map(() => 0), decode: () => '' }

const plan = (...segments: readonly (readonly [string, number])[]) =>
  planSpeech(segments.map(([text, pauseSeconds]) => ({ text, pauseSeconds })), tokenizer, traits)

describe('planning a reading', () => {
  it('gives nothing for a pause alone', () => {
    expect(plan(['', 2])).toEqual([])
  })

  it('puts the pause after the last chunk of its segment, and expects it', () => {
    const chunks = plan(['one two three. four five six.', 2], ['seven.', 0])
    expect(chunks.map(({ pauseSeconds }) => pauseSeconds)).toEqual([0, 2, 0])
    const [usual] = plan(['four five six.', 0])
    expect(chunks[1]!.estimatedSeconds - usual!.estimatedSeconds).toBeCloseTo(2, 9)
  })

  it('never joins what a pause has parted', () => {
    expect(plan(['one', 1], ['two', 0]).map(({ text }) => text)).toEqual(['One.', 'Two.'])
  })
})
