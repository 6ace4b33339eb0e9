// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PromptFinding } from '../../shared/audio/prompt-check'
import type { AppState } from '../../state/app-state'
import { makeDraft, plainClip, type PromptDraft } from '../../state/record-voice/prompt-draft'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { testVoice } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { DraftView } from './draft-view'

afterEach(cleanup)

const silence = { samples: new Float32Array(240_000), sampleRate: 24_000 }

function show(findings: readonly PromptFinding[] = [], changed: Partial<PromptDraft> = {}, state: Partial<AppState> = {}): AppState {
  const draft = { ...makeDraft(silence, 'microphone', 'Voice 1'), startSeconds: 2, endSeconds: 8, findings, ...changed }
  const store = createFakeAppStore({ recording: { phase: 'draft', draft }, ...state })
  render(
    <AppStoreContext value={store}>
      <DraftView />
    </AppStoreContext>,
  )
  return store.getState()
}

const save = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save voice' })
const agree = () => fireEvent.click(screen.getByRole('checkbox', { name: /^This is my voice/ }))

it('cannot be saved before somebody agreed, and then under the name that was typed', () => {
  const { saveDraft } = show()
  expect(save().disabled).toBe(true)
  agree()
  fireEvent.change(screen.getByRole('textbox', { name: 'Name of this voice' }), { target: { value: 'Ada' } })
  fireEvent.click(save())
  expect(saveDraft).toHaveBeenCalledWith('Ada', true)
})

it('refuses with the reason, even if somebody agrees', () => {
  show([{ severity: 'refuse', code: 'too-short' }], { figures: { ...makeDraft(silence, 'microphone', '').figures, speechSeconds: 0.4 } })
  agree()
  expect(save().disabled).toBe(true)
  const alert = screen.getByRole('alert')
  expect(alert.dataset['errorCode']).toBe('prompt-too-short')
  expect(alert.textContent).toContain('Only 0.4 seconds of speech')
})

it('warns without standing in the way', () => {
  show([{ severity: 'warn', code: 'clipping' }])
  agree()
  expect(save().disabled).toBe(false)
  expect(screen.getByText('Too loud: the sound is clipped').closest('[role=status]')?.textContent).toContain('overdriven')
})

it('is trimmed by two sliders that say where they stand', () => {
  const { trimDraft } = show()
  const start = screen.getByRole('slider', { name: 'Start of the part' })
  expect(start.getAttribute('aria-valuetext')).toBe('2 s')
  fireEvent.change(start, { target: { value: '3' } })
  expect(trimDraft).toHaveBeenLastCalledWith(3, 8)
  fireEvent.change(screen.getByRole('slider', { name: 'End of the part' }), { target: { value: '9' } })
  expect(trimDraft).toHaveBeenLastCalledWith(2, 9)
})

it('says what the recording is worth and why', () => {
  show([], { score: { points: 4, drawbacks: ['little-echo'] } })
  expect(screen.getByText('4 of 5: good, a little echo')).toBeTruthy()
})

it('offers both sounds and tells which one was chosen', () => {
  const { chooseDraftSound } = show()
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'As recorded' }).checked).toBe(true)
  fireEvent.click(screen.getByRole('radio', { name: 'Noise removed' }))
  expect(chooseDraftSound).toHaveBeenCalledWith('cleaned')
})

it('cannot be saved while the noise is being removed', () => {
  show([], { sound: 'cleaned', cleaning: { phase: 'working' } })
  agree()
  expect(save().disabled).toBe(true)
})

it('says why the noise could not be removed', () => {
  show([], { cleaning: { phase: 'failed', error: { code: 'model-not-found', detail: 'HTTP 404' } } })
  expect(screen.getByRole('alert').dataset['errorCode']).toBe('model-not-found')
})

it('names the recordings that it was joined from, and lets one be left out', () => {
  const clip = (name: string) => plainClip(name, { samples: new Float32Array(24_000), sampleRate: 24_000 })
  const clips = [clip('a.wav'), clip('b.wav'), clip('c.wav')]
  const parts = [{ clip: 0, startSeconds: 0, endSeconds: 4 }, { clip: 1, startSeconds: 1, endSeconds: 6 }]
  const { removeClip } = show([], { clips, parts })
  expect(screen.getByText('The 2 best parts of 3 recordings, as far as one person speaks in them.')).toBeTruthy()
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['a.wav4 s', 'b.wav5 s', 'c.wavnot used'])
  fireEvent.click(screen.getByRole('button', { name: 'Leave out b.wav' }))
  expect(removeClip).toHaveBeenCalledWith(1)
})

it('records more under the name that was typed', () => {
  const { recordMore } = show()
  fireEvent.change(screen.getByRole('textbox', { name: 'Name of this voice' }), { target: { value: 'Ada' } })
  fireEvent.click(screen.getByRole('button', { name: 'Record more' }))
  expect(recordMore).toHaveBeenCalledWith('Ada')
})

it('offers to join recordings that were not joined yet', () => {
  const clip = (name: string) => plainClip(name, { samples: new Float32Array(24_000), sampleRate: 24_000 })
  const { joinDraft } = show([], { clips: [clip('Voice 1'), clip('Recording 2')] })
  fireEvent.click(screen.getByRole('button', { name: 'Join the best parts' }))
  expect(joinDraft).toHaveBeenCalled()
})

it('shows how far adding a recording is, and can stop it', () => {
  const { stopJoining } = show([], { joining: { label: 'Reading b.wav', fraction: 0.5 } })
  expect(screen.getByRole('progressbar', { name: 'Reading b.wav' })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Stop adding' }))
  expect(stopJoining).toHaveBeenCalled()
})

describe('that becomes a mood of a voice', () => {
  const ofAda = { voices: [testVoice('ada', 'Ada')], moodOf: 'ada' }
  const name = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Name of this mood of Ada' })
  const type = (value: string) => fireEvent.change(name(), { target: { value } })
  const saveMoodButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save mood' })

  it('needs a name that no other mood has, and no consent beside that of the voice', () => {
    const { saveMood } = show([], { name: '' }, ofAda)
    expect(screen.queryByRole('checkbox')).toBeNull()
    expect(document.body.textContent).toContain('The consent that was given for Ada covers it')
    expect([saveMoodButton().disabled, name().getAttribute('aria-invalid')]).toEqual([true, null])
    type('Usual')
    expect([saveMoodButton().disabled, name().getAttribute('aria-invalid')]).toEqual([true, 'true'])
    type('excited')
    fireEvent.click(saveMoodButton())
    expect(saveMood).toHaveBeenCalledExactlyOnceWith('excited', false)
  })

  it('stays open for another one where that is wanted, with its name where it was not kept', async () => {
    const saveMood = vi.fn((called: string) => Promise.resolve(called === 'excited'))
    show([], { name: 'excited' }, { ...ofAda, saveMood })
    const another = () => { fireEvent.click(screen.getByRole('button', { name: 'Save, and cut another' })) }
    another()
    await waitFor(() => { expect(name().value).toBe('') })
    type('sad')
    another()
    await Promise.resolve()
    expect(saveMood.mock.calls).toEqual([['excited', true], ['sad', true]])
    expect(name().value).toBe('sad')
  })
})
