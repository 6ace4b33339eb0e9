import { expect, it } from 'vitest'
import type { SpeakEvent } from '../../shared/protocol/engine'
import type { TimedWord } from '../../shared/protocol/timed-word'
import { gatherSpeech } from './gathered-speech'

const word = (text: string, startSeconds: number): TimedWord => ({ text, startSeconds, endSeconds: startSeconds + 0.25 })

function audio(chunkIndex: number, samples: readonly number[], endsChunk: boolean, words?: readonly TimedWord[]): SpeakEvent {
  return { type: 'audio', chunkIndex, samples: Float32Array.from(samples), endsChunk, ...(words && { words }) }
}

function gathered(...events: readonly SpeakEvent[]) {
  const gatherer = gatherSpeech(4)
  for (const event of events) gatherer.take(event)
  return gatherer.speech()
}

it('joins the sound of all chunks and moves the words of each to where it begins', () => {
  const { samples, words } = gathered(
    { type: 'plan', chunks: [] },
    audio(0, [1, 2], false, [word('Good', 0)]),
    audio(0, [3, 4], true, [word('Good', 0), word('morning.', 0.5)]),
    audio(1, [5, 6], true, [word('Yes.', 0.25)]),
  )
  expect([...samples]).toEqual([1, 2, 3, 4, 5, 6])
  expect(words).toEqual([word('Good', 0), word('morning.', 0.5), word('Yes.', 1.25)])
})

it('keeps the words that were known where a later piece says nothing new', () => {
  expect(gathered(audio(0, [1], false, [word('Yes.', 0)]), audio(0, [2], true)).words).toEqual([word('Yes.', 0)])
})

it('has no words where the engine tells no times, and no sound where nothing came', () => {
  expect(gathered(audio(0, [1], true))).toEqual({ samples: Float32Array.of(1) })
  expect(gathered()).toEqual({ samples: new Float32Array(0) })
})
