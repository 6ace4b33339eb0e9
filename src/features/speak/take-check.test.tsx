// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { SavedTake } from '../../shared/protocol/records'
import type { CheckedWord, SentenceCheck } from '../../shared/protocol/take-check'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { transcriberPack, packStatus } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { TakeCheck } from './take-check'

afterEach(cleanup)

const word = (text: string, heardAs: string | null, startSeconds: number): CheckedWord => ({
  text,
  heardAs,
  verdict: heardAs === null ? 'missing' : heardAs === text ? 'same' : 'different',
  startSeconds: heardAs === null ? null : startSeconds,
  endSeconds: heardAs === null ? null : startSeconds + 1,
})
const sentence = (words: readonly CheckedWord[], change: Partial<SentenceCheck> = {}): SentenceCheck => ({
  words,
  heard: '',
  extraCount: 0,
  findings: [],
  attempts: 1,
  ...change,
})

const take: SavedTake = {
  id: 'a',
  createdAt: '2026-01-02T03:04:05.000Z',
  text: 'The cat sat. Down.',
  language: 'en',
  voiceId: 'ada',
  voiceName: 'Ada',
  engineId: 'kokoro',
  engineName: 'Starter',
  packKey: 'starter@1',
  packId: 'starter',
  settings: { seed: 1, speed: 1, temperature: 0, steps: 1 },
  figures: { audioSeconds: 4, wallMs: 1, rtf: 1, ttfaMs: null, stages: [], executionProvider: 'wasm', threads: 1, underruns: 0 },
  sampleRate: 24_000,
  sampleCount: 96_000,
  complete: true,
}

function show(sentences: readonly SentenceCheck[] | null, state: Partial<AppState> = {}): AppState {
  const lastTake = sentences ? { ...take, check: { packId: 'whisper', sentences } } : take
  const store = createFakeAppStore({ lastTake, currentTakeId: 'a', packs: [packStatus('ready', transcriberPack)], ...state })
  render(
    <AppStoreContext value={store}>
      <TakeCheck take={store.getState().lastTake ?? take} />
    </AppStoreContext>,
  )
  return store.getState()
}

it('says why a check failed, with the code for programs, and offers it again', () => {
  const { checkTake } = show(null, { checkState: { phase: 'failed', takeId: 'a', error: { code: 'transcription-failed', detail: 'x' } } })
  expect(screen.getByRole('alert').dataset['errorCode']).toBe('transcription-failed')
  fireEvent.click(screen.getByRole('button', { name: 'Check what was said' }))
  expect(checkTake).toHaveBeenCalledWith('a')
})

it('says what a first check costs', () => {
  show(null, { packs: [packStatus('absent', transcriberPack)] })
  expect(document.body.textContent).toContain('downloaded once')
})

it('offers nothing where there is no transcriber to fetch', () => {
  show(null, { packs: [] })
  expect(screen.queryByRole('button')).toBeNull()
})

it('shows progress and can be stopped', () => {
  const { stopChecking } = show(null, {
    checkState: { phase: 'checking', takeId: 'a', label: 'Listening to sentence 2 of 4', doneCount: 1, sentenceCount: 4 },
  })
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Listening to sentence 2 of 4' }).value).toBe(0.25)
  fireEvent.click(screen.getByRole('button', { name: 'Stop checking' }))
  expect(stopChecking).toHaveBeenCalledOnce()
})

it('names the words that were heard differently', () => {
  show([sentence([word('The', 'The', 0), word('cat', 'hat', 1), word('sat.', null, 0)])])
  expect(screen.getByText('2 of 3 words were heard differently: “cat” as “hat”, “sat” was not heard.')).toBeTruthy()
})

it('says which sentence failed and that one was spoken again', () => {
  show([sentence([word('The', 'The', 0)], { findings: ['cut-ending'] }), sentence([word('Down.', 'Down.', 2)], { attempts: 3 })])
  const remarks = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
  expect(remarks).toEqual([
    'Sentence 1: It breaks off in the middle of a sound.',
    'Sentence 2: Spoken 3 times; the best one is kept. Press “Hear it again” to hear it.',
  ])
})

it('says how near the reading is to its voice, also where nobody listened to the words', () => {
  show(null, { packs: [], lastTake: { ...take, toldLikeness: 1 } })
  expect(screen.getByText('This take and the recording of Ada are as close as two recordings of the same person.')).toBeTruthy()
})
