// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { PlayerState } from '../../services/services'
import type { AppState } from '../../state/app-state'
import { sampleTake } from '#testing/storage/sample-records'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { Listen } from './listen'

afterEach(cleanup)

function show(state: Partial<AppState>, player: Partial<PlayerState> = {}): AppState {
  const store = createFakeAppStore({ ...state, player: { ...createFakeAppStore().getState().player, ...player } })
  render(
    <AppStoreContext value={store}>
      <Listen engineFiles={null} />
    </AppStoreContext>,
  )
  return store.getState()
}

const take = sampleTake({ id: 'a', sampleRate: 24_000, sampleCount: 96_000 })
const playing = { phase: 'playing', positionSeconds: 1, availableSeconds: 3, durationSeconds: 8, generating: true } as const
const reading = { playback: { kind: 'reading', takeId: 'made' }, speakState: { phase: 'speaking', chunkIndex: 1, chunkCount: 3, fraction: 0.4 } } as const

it('says what happened, what was kept and what to do, with the code for programs', () => {
  show({ speakState: { phase: 'failed', error: { code: 'worker-crashed', detail: 'gone' } } })
  const alert = screen.getByRole('alert')
  expect(alert.dataset['errorCode']).toBe('worker-crashed')
  expect(alert.textContent).toMatch(/crashed.*Press Speak again.*text and your voices are untouched.*worker-crashed: gone/)
})

it('says how much sound is collected before it starts', () => {
  show(reading, { ...playing, phase: 'banking', availableSeconds: 0.7, bankTargetSeconds: 2.1 })
  expect(document.body.textContent).toContain('Collecting 2.1 s before the sound starts, so that it never stutters: 0.7 s so far.')
})

it.each([
  ['little', { availableSeconds: 0.7, bankTargetSeconds: 1.9 }],
  ['a guess', { availableSeconds: 0, bankTargetSeconds: 21 }],
])('says nothing of it where sound waits for %s', (_, bank) => {
  show(reading, { ...playing, phase: 'banking', ...bank })
  expect(document.body.textContent).not.toContain('Collecting')
})

it('says how long a long reading will still take, and nothing of that of a short one', () => {
  show(reading, { ...playing, workSecondsLeft: 290 })
  expect(document.body.textContent).toContain('Finished in about 5 min.')
  cleanup()
  show(reading, { ...playing, workSecondsLeft: 10 })
  expect(document.body.textContent).not.toContain('Finished in')
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
  show(reading, playing)
  expect(screen.queryByRole('button', { name: 'Download' })).toBeNull()
  cleanup()
  const { takeSound, takeSubtitles, takeDetails } = show({ takes: [take], currentTakeId: 'a' })
  for (const name of ['Sound (WAV)', 'Subtitles (SRT)', 'Subtitles (VTT)', 'Details (JSON)']) {
    fireEvent.click(screen.getByRole('button', { name: 'Download' }))
    fireEvent.click(screen.getByRole('button', { name }))
  }
  expect(takeSound).toHaveBeenCalledExactlyOnceWith('a')
  expect(takeDetails).toHaveBeenCalledExactlyOnceWith('a')
  expect(vi.mocked(takeSubtitles).mock.calls).toEqual([['a', 'srt'], ['a', 'vtt']])
})

it('keeps a prompt that is listened to out of the reading’s place', () => {
  show({ playback: { kind: 'prompt', voiceId: 'ada' } }, { ...playing, generating: false })
  expect(screen.queryByRole('slider', { name: 'Position' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Speak' })).toBeTruthy()
})

it('leaves the newest reading in its place while a prompt is heard, ready to be heard again', () => {
  const prompt = { playback: { kind: 'prompt', voiceId: 'ada' }, lastTake: take } as const
  const { replayTake } = show(prompt, { ...playing, generating: false })
  const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Position' })
  expect(slider.disabled).toBe(true)
  expect(slider.getAttribute('aria-valuetext')).toBe('0:00 of 0:04')
  fireEvent.click(screen.getByRole('button', { name: 'Hear it again' }))
  expect(replayTake).toHaveBeenCalledExactlyOnceWith('a')
})

it('takes the last reading away while another one is made', () => {
  show({ lastTake: take, speakState: { phase: 'loading', progress: { label: 'Opening', fraction: 0 } } })
  expect(screen.queryByRole('group', { name: 'Player' })).toBeNull()
})

it('says whose words they are where the text has changed since', () => {
  show({ lastTake: take, text: 'Something else.' })
  expect(document.body.textContent).toContain(`“${take.text}”, ${take.voiceName}`)
  cleanup()
  show({ lastTake: take, text: take.text })
  expect(document.body.textContent).not.toContain(`“${take.text}”`)
})

it('draws what exists of the reading, and dots for what is still expected', () => {
  // Two of four seconds, at 50 values a second.
  const envelope = () => new Float32Array(100).fill(0.5)
  show({ ...reading, envelope }, { ...playing, availableSeconds: 2, durationSeconds: 4 })
  const bars = document.querySelector('.player__bars path')?.getAttribute('d')?.split('M').slice(1) ?? []
  const heightOf = (bar: string) => Number(/V(.*)$/.exec(bar)?.[1]) - Number(/ (.*)V/.exec(bar)?.[1])
  const heights = bars.map(heightOf)
  const half = heights.length / 2
  expect(Math.min(...heights.slice(0, half))).toBeGreaterThan(0.8)
  expect(Math.max(...heights.slice(half))).toBeLessThan(0.1)
})

it('says how often words were spoken again that the engine had left out', () => {
  const figures = { ...take.figures, spokenAgain: 2 }
  show({ takes: [{ ...take, figures }], currentTakeId: 'a', playback: { kind: 'take', takeId: 'a' }, figures }, { availableSeconds: 4 })
  expect(document.body.textContent).toContain('The engine ended too early 2 times: the words that it had left out were spoken again.')
})
