// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { sampleVoice } from '#testing/storage/sample-records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { VoiceList } from './voice-list'

afterEach(cleanup)

const anna = sampleVoice({ id: 'anna', name: 'Anna', promptSeconds: 6.2, promptWav: new ArrayBuffer(297_644) })

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ voices: [anna], ...state })
  render(
    <AppStoreContext value={store}>
      <VoiceList />
    </AppStoreContext>,
  )
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const openAnna = () => { press('More about Anna') }

it('shows nothing where there is no voice', () => {
  show({ voices: [] })
  expect(document.body.textContent).toBe('')
})

it('chooses a voice', () => {
  const { selectVoice } = show({ voices: [anna, sampleVoice({ id: 'bert', name: 'Bert' })], selectedVoiceId: 'bert' })
  expect(screen.getByRole<HTMLInputElement>('radio', { name: /Bert/ }).checked).toBe(true)
  fireEvent.click(screen.getByRole('radio', { name: /Anna/ }))
  expect(selectVoice).toHaveBeenCalledExactlyOnceWith('anna')
})

it('shows length and day in the row; size and the consent that came with a voice behind its button', () => {
  show()
  const row = screen.getByRole('radio', { name: /Anna/ }).closest('.voice-row')
  expect(row?.textContent).toBe('Anna6.2 s, 2 Jan 2026')
  openAnna()
  expect(row?.textContent).toContain('297.6 kB')
  expect(row?.textContent).toContain('“This is my voice.” Given 2 Jan 2026')
})

it('says in the row that noise was removed', () => {
  show({ voices: [{ ...anna, isCleaned: true }] })
  expect(screen.getByRole('radio', { name: 'Anna 6.2 s, noise removed, 2 Jan 2026' })).toBeTruthy()
})

it('says of a voice that speaks before it was heard that it was not, and what comes of it', () => {
  show({ unheardPrompt: anna.promptSha256 })
  expect(screen.getByRole('radio', { name: 'Anna 6.2 s, 2 Jan 2026, not yet checked by ear' })).toBeTruthy()
  openAnna()
  expect(screen.getByText(/^This voice speaks already\..*if not, it goes back to that\.$/)).toBeTruthy()
})

it('opens one voice at a time', () => {
  show({ voices: [anna, sampleVoice({ id: 'bert', name: 'Bert' })] })
  openAnna()
  press('More about Bert')
  expect(screen.queryByRole('button', { name: 'Rename voice Anna' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Rename voice Bert' })).toBeTruthy()
  press('More about Bert')
  expect(screen.queryByRole('button', { name: 'Rename voice Bert' })).toBeNull()
})

it('tells that a voice is being brought closer even where its details are closed', () => {
  show({ refineState: { phase: 'refining', voiceId: 'anna', progress: { label: 'Getting closer to this voice: 3 of 6', fraction: 0.5 } } })
  expect(screen.getByText('Getting closer to this voice: 3 of 6')).toBeTruthy()
})

it('says what is lost, and keeps the voice when the person thinks again', () => {
  const { deleteVoice } = show()
  openAnna()
  press('Delete voice Anna')
  const dialog = screen.getByRole('dialog', { name: 'Delete the voice Anna?' })
  expect(dialog.textContent).toContain('lost for good')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(deleteVoice).not.toHaveBeenCalled()
})

it('deletes a voice once that is confirmed', () => {
  const { deleteVoice } = show()
  openAnna()
  press('Delete voice Anna')
  press('Delete voice')
  expect(deleteVoice).toHaveBeenCalledExactlyOnceWith('anna')
})

it('renames with the trimmed new name and gives the focus back', () => {
  const { renameVoice } = show()
  openAnna()
  press('Rename voice Anna')
  fireEvent.change(screen.getByRole('textbox', { name: 'New name for Anna' }), { target: { value: '  Anna B. ' } })
  press('Keep name')
  expect(renameVoice).toHaveBeenCalledExactlyOnceWith('anna', 'Anna B.')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Rename voice Anna' }))
})

it('refuses an empty name and says why', () => {
  const { renameVoice } = show()
  openAnna()
  press('Rename voice Anna')
  const input = screen.getByRole('textbox', { name: 'New name for Anna' })
  fireEvent.change(input, { target: { value: ' ' } })
  fireEvent.submit(input)
  expect(screen.getByText('A voice needs a name.')).toBeTruthy()
  expect(renameVoice).not.toHaveBeenCalled()
})

it('keeps the old name on Escape', () => {
  const { renameVoice } = show()
  openAnna()
  press('Rename voice Anna')
  const input = screen.getByRole('textbox', { name: 'New name for Anna' })
  fireEvent.change(input, { target: { value: 'Bert' } })
  fireEvent.keyDown(input, { key: 'Escape' })
  expect(screen.getByRole('radio', { name: /^Anna/ })).toBeTruthy()
  expect(screen.queryByRole('textbox', { name: 'New name for Anna' })).toBeNull()
  expect(renameVoice).not.toHaveBeenCalled()
})

it('reports an export that fails', async () => {
  const { notifyError } = show({
    exportVoice: () => {
      throw new MynaError('record-missing', 'voice anna')
    },
  })
  openAnna()
  press('Export voice Anna')
  await waitFor(() => { expect(notifyError).toHaveBeenCalledWith({ code: 'record-missing', detail: 'voice anna' }) })
})

it('plays the recording of a voice, and offers to quiet it while it sounds', () => {
  const { playPrompt } = show()
  press('Hear Anna')
  expect(playPrompt).toHaveBeenCalledExactlyOnceWith('anna', undefined)
  cleanup()
  const stopPlayback = vi.fn()
  const player = { ...createFakeAppStore().getState().player, phase: 'playing' as const }
  show({ player, playback: { kind: 'prompt', voiceId: 'anna' }, stopPlayback })
  press('Stop playing Anna')
  expect(stopPlayback).toHaveBeenCalledOnce()
})
