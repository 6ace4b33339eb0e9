// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { EngineDescription } from '../../shared/protocol/engine'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { CloserVoice } from './closer-voice'

afterEach(cleanup)

const engine = { packId: 'starter', refines: true } as EngineDescription

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ engine, selectedPackId: 'starter', selectedVoiceId: 'ada', ...state })
  render(
    <AppStoreContext value={store}>
      <CloserVoice voiceId="ada" />
    </AppStoreContext>,
  )
  return store.getState()
}

const button = (name: string) => screen.queryByRole('button', { name })

it.each([
  ['before an engine has spoken', { engine: null }],
  ['for an engine that clones anyway', { engine: { ...engine, refines: false } }],
  ['once another engine is chosen', { selectedPackId: 'pocket' }],
  ['for a voice that is not the chosen one', { selectedVoiceId: 'bob' }],
  ['while a reading is made', { speakState: { phase: 'speaking', chunkIndex: 0, chunkCount: 1, fraction: 0 } }],
] satisfies [string, Partial<AppState>][])('offers nothing %s', (_when, state) => {
  show(state)
  expect(button('Get closer to this voice')).toBeNull()
})

it('starts with the chosen voice', () => {
  const { refineVoice } = show()
  fireEvent.click(button('Get closer to this voice')!)
  expect(refineVoice).toHaveBeenCalledExactlyOnceWith('ada')
})

it('says which variant is tried, and stops', () => {
  const label = 'Getting closer to this voice: 3 of 6'
  const { stopRefining } = show({ refineState: { phase: 'refining', voiceId: 'ada', progress: { fraction: 1 / 3, label } } })
  expect(screen.getByRole('progressbar', { name: label })).toBeTruthy()
  fireEvent.click(button('Stop trying')!)
  expect(stopRefining).toHaveBeenCalledOnce()
})

it('says which ear heard it come closer', () => {
  show({ refineState: { phase: 'refined', voiceId: 'ada', similarityBefore: 0.1, similarityAfter: 0.4 } })
  const words = screen.getByRole('status').textContent
  expect(words).toContain('Closer now, as heard by the ear that chose it')
  expect(words).not.toMatch(/\d/)
})

it('says when nothing came closer', () => {
  show({ refineState: { phase: 'refined', voiceId: 'ada', similarityBefore: 0.4, similarityAfter: 0.4 } })
  expect(screen.getByRole('status').textContent).toContain('as it was')
})

it('keeps what was found out about one voice away from another', () => {
  show({ refineState: { phase: 'failed', voiceId: 'bob', error: { code: 'inference-failed', detail: '' } } })
  expect(screen.queryByRole('alert')).toBeNull()
})

it('says why it failed and can be tried again', () => {
  show({ refineState: { phase: 'failed', voiceId: 'ada', error: { code: 'out-of-memory', detail: '' } } })
  expect(screen.getByRole('alert')).toBeTruthy()
  expect(button('Get closer to this voice')).toBeTruthy()
})
