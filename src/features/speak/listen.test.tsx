// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { PlayerState } from '../../services/services'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { Listen } from './listen'

afterEach(cleanup)

function show(state: Partial<AppState>, player: Partial<PlayerState> = {}): AppState {
  const store = createFakeAppStore({ ...state, player: { ...createFakeAppStore().getState().player, ...player } })
  render(
    <AppStoreContext value={store}>
      <Listen engine={null} facts={null} />
    </AppStoreContext>,
  )
  return store.getState()
}

const playing = { phase: 'playing', positionSeconds: 1, availableSeconds: 3, durationSeconds: 8, generating: true } as const
const reading = { playback: { kind: 'reading' }, speakState: { phase: 'speaking', chunkIndex: 1, chunkCount: 3, fraction: 0.4 } } as const

it('says what happened, what was kept and what to do, with the code for programs', () => {
  show({ speakState: { phase: 'failed', error: { code: 'worker-crashed', detail: 'gone' } } })
  const alert = screen.getByRole('alert')
  expect(alert.dataset['errorCode']).toBe('worker-crashed')
  expect(alert.textContent).toMatch(/crashed.*Press Speak again.*text and your voices are untouched.*worker-crashed: gone/)
})

it('says how much sound is collected before it starts', () => {
  show(reading, { ...playing, phase: 'banking', availableSeconds: 0.7, bankTargetSeconds: 2.1 })
  expect(document.body.textContent).toContain('Collecting 2.1 s before sound starts, so that it never stutters: 0.7 s so far.')
})

it('says how long a long reading will still take, and nothing of that of a short one', () => {
  show(reading, { ...playing, workSecondsLeft: 290 })
  expect(document.body.textContent).toContain('Made in about 5 min.')
  cleanup()
  show(reading, { ...playing, workSecondsLeft: 10 })
  expect(document.body.textContent).not.toContain('Made in')
})

it('stops generation and sound with one press', () => {
  const { stopSpeaking, stopPlayback } = show(reading, playing)
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
  expect(stopSpeaking).toHaveBeenCalledOnce()
  expect(stopPlayback).toHaveBeenCalledOnce()
})

it('seeks no further than what exists', () => {
  const { seek } = show(reading, playing)
  fireEvent.change(screen.getByRole('slider', { name: 'Position' }), { target: { value: '7' } })
  expect(seek).toHaveBeenCalledWith(3)
})

it('admits that the sound ran dry', () => {
  show(reading, { ...playing, underruns: 2 })
  expect(document.body.textContent).toContain('The sound ran dry 2 times')
})

it('offers nothing to take away before there is a take', () => {
  show({})
  expect(screen.queryByRole('button', { name: 'Download WAV' })).toBeNull()
  cleanup()
  show({ currentTakeId: 'a' })
  expect(screen.getByRole('button', { name: 'Download WAV' })).toBeTruthy()
})

it('keeps a prompt that is listened to out of the reading’s place', () => {
  show({ playback: { kind: 'prompt', voiceId: 'ada' } }, { ...playing, generating: false })
  expect(screen.queryByRole('slider', { name: 'Position' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Speak' })).toBeTruthy()
})
