// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { TakeSentence } from '../../shared/protocol/take-check'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { silentPlayer } from '#testing/state/fake-services'
import { sampleTake } from '#testing/storage/sample-records'
import { AppStoreContext } from '../../state/use-app'
import { wordAt } from './pointed-word'
import { ReadingText } from './reading-text'

afterEach(cleanup)

const RATE = 24_000
const timed = (...words: (readonly [string, number])[]) => words.map(([text, startSeconds]) => ({ text, startSeconds, endSeconds: startSeconds + 0.5 }))
const sentences: readonly TakeSentence[] = [
  { text: 'The cat.', startSample: 0, endSample: 2 * RATE, words: timed(['The', 0], ['cat.', 1]) },
  { text: 'Down.', startSample: 2 * RATE, endSample: 4 * RATE, words: timed(['Down.', 0.5]) },
]
const take = sampleTake({ id: 'a', text: 'The cat. Down.', sampleCount: 4 * RATE, sentences })
const at = (positionSeconds: number, phase: 'playing' | 'ended' = 'playing') => ({ player: { ...silentPlayer, phase, positionSeconds, availableSeconds: 4 } })

function show(state: Partial<AppState>): AppState {
  const store = createFakeAppStore({ lastTake: take, currentTakeId: 'a', playback: { kind: 'take', takeId: 'a' }, ...at(0), ...state })
  render(
    <AppStoreContext value={store}>
      <ReadingText />
    </AppStoreContext>,
  )
  return store.getState()
}
const lit = () => [...document.querySelectorAll('[data-word][data-sounds="true"]')].map(({ textContent }) => textContent)

it('shows nothing of one sentence of which no times are known: it stands above, as it was written', () => {
  show({ lastTake: { ...take, sentences: [{ text: 'Down.', startSample: 0, endSample: RATE }] } })
  expect(screen.queryByRole('group')).toBeNull()
})

it('lights the word that sounds, in a later sentence, too, and tells no screen reader of it, for that would talk over the sound', () => {
  show(at(1.2))
  expect(lit()).toEqual(['cat.'])
  cleanup()
  show(at(2.6))
  expect(lit()).toEqual(['Down.'])
  expect(document.querySelector('[data-word][data-sounds="true"]')?.closest('[aria-live], [role="status"], [role="alert"]')).toBeNull()
})

it('lights none where another sound is heard, or none', () => {
  show({ ...at(1.2), playback: { kind: 'prompt', voiceId: 'ada' } })
  expect(lit()).toEqual([])
  cleanup()
  show(at(4, 'ended'))
  expect(lit()).toEqual([])
})

it('shows who speaks where that is another voice', () => {
  const voices = ['Ada', 'Ben'].map((voiceName) => ({ voiceId: voiceName, voiceName, promptSha256: voiceName }))
  const prosody = { pace: 1, pitchSemitones: 0, gainDb: 0 }
  const script = { voices, passages: [0, 1].map((voice) => ({ text: '', voice, prosody })) }
  const said = [0, 0, 1].map((passage, index) => ({ text: `Line ${index}.`, startSample: index * RATE, endSample: (index + 1) * RATE, passage }))
  show({ lastTake: { ...take, script, sentences: said } })
  expect(screen.getByRole('group').textContent.replace(/\s+/g, ' ').trim()).toBe('AdaLine 0. Line 1. BenLine 2.')
  cleanup()
  show({ lastTake: { ...take, script: { ...script, voices: voices.slice(0, 1) }, sentences: said } })
  expect(screen.queryByText('Ada')).toBeNull()
})

it('plays from a word that is clicked', () => {
  const { hearFrom } = show(at(0.1))
  fireEvent.click(screen.getByText('cat.'))
  expect(hearFrom).toHaveBeenLastCalledWith('a', 1)
})

it('plays from the beginning of a sentence where the place of a click is not known', () => {
  const { hearFrom } = show(at(0.1))
  fireEvent.click(screen.getByText('Down.'))
  expect(hearFrom).toHaveBeenLastCalledWith('a', 2.5)
})

it.each([
  ['ArrowRight', 0.1, 1],
  ['ArrowRight', 1.2, 2.5],
  ['ArrowLeft', 2.6, 1],
  ['ArrowLeft', 0.1, 0],
])('goes word by word with the keys: %s at %s s to %s s', (key, seconds, expected) => {
  const { hearFrom } = show(at(seconds))
  fireEvent.keyDown(screen.getByRole('group', { name: 'The words of this reading' }), { key })
  expect(hearFrom).toHaveBeenLastCalledWith('a', expected)
})

it('follows a reading that is being made, and shows what is still to come', () => {
  const liveText = { language: 'en', sampleRate: RATE, sentences: sentences.slice(0, 1), ahead: ['Down.'], written: [] }
  const { hearFrom } = show({ ...at(1.2), playback: { kind: 'reading', takeId: 'made' }, lastTake: null, currentTakeId: null, liveText, speakState: { phase: 'speaking', chunkIndex: 1, chunkCount: 2, fraction: 0.5 } })
  expect(lit()).toEqual(['cat.'])
  fireEvent.click(screen.getByText('The'))
  expect(hearFrom).toHaveBeenLastCalledWith(null, 0)
  fireEvent.click(screen.getByText('Down.'))
  expect(hearFrom).toHaveBeenCalledOnce()
})

it('marks the words that were heard differently, for the ear too', () => {
  const heard = (text: string, heardAs: string | null) => ({ text, heardAs, verdict: heardAs === null ? ('missing' as const) : ('different' as const), startSeconds: null, endSeconds: null })
  const check = { packId: 'whisper', sentences: [{ words: [heard('The', 'A'), heard('cat.', null)], heard: '', extraCount: 0, findings: [], attempts: 1 }] }
  show({ lastTake: { ...take, check } })
  expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['The (heard as A)', 'cat. (not heard)'])
})

it.each([
  ['the first', 0, 0],
  ['its last letter', 2, 0],
  ['a space before a word', 4, 0],
  ['the inside of a word', 9, 1],
  ['the end', 99, 1],
])('finds the word at %s', (_, offset, word) => {
  expect(wordAt('“No — stop.”', offset)).toBe(word)
})

describe('a text whose numbers are put into words', () => {
  const spoken = [
    { text: 'Pay five dollars.', startSample: 0, endSample: 2 * RATE, words: timed(['Pay', 0], ['five', 0.5], ['dollars.', 1]) },
    { text: 'Now.', startSample: 2 * RATE, endSample: 4 * RATE, words: timed(['Now.', 0.5]) },
  ]
  const written = { ...take, text: 'Pay $5. Now.', sentences: spoken }

  it.each([0.7, 1.2])('is shown as it was written, and lit while it is said, at %s s', (seconds) => {
    show({ ...at(seconds), lastTake: written })
    expect(screen.getByRole('group').textContent).toBe('Pay $5. Now. ')
    expect(lit()).toEqual(['$5.'])
  })

  it('plays from where a word begins to be said, and goes by written words with the keys', () => {
    const { hearFrom } = show({ ...at(0.1), lastTake: written })
    fireEvent.click(screen.getByText('$5.'))
    expect(hearFrom).toHaveBeenLastCalledWith('a', 0.5)
    cleanup()
    const { hearFrom: next } = show({ ...at(1.2), lastTake: written })
    fireEvent.keyDown(screen.getByRole('group'), { key: 'ArrowRight' })
    expect(next).toHaveBeenLastCalledWith('a', 2.5)
  })

  it('is written as it was, too, where it is still to come', () => {
    const liveText = { language: 'en', sampleRate: RATE, sentences: spoken.slice(1), ahead: ['Pay five dollars.'], written: [null, [{ text: 'Pay', from: 0, to: 1 }, { text: '$5.', from: 1, to: 3 }]] }
    show({ ...at(0.1), playback: { kind: 'reading', takeId: 'made' }, lastTake: null, currentTakeId: null, liveText })
    expect(screen.getByRole('group').textContent).toContain('Pay $5.')
  })
})
