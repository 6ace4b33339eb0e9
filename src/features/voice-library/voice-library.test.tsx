// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { sampleVoice } from '#testing/storage/sample-records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { VoiceLibrary } from './voice-library'

afterEach(cleanup)

const anna = sampleVoice({ id: 'anna', name: 'Anna', promptSeconds: 6.2, promptWav: new ArrayBuffer(297_644) })

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ voices: [anna], ...state })
  render(
    <AppStoreContext value={store}>
      <VoiceLibrary />
    </AppStoreContext>,
  )
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('says how to get a first voice where there is none', () => {
  show({ voices: [] })
  expect(screen.getByText('No voice is kept yet')).toBeTruthy()
})

it('shows length, size and the consent that came with a voice', () => {
  show()
  const entry = screen.getByRole('listitem').textContent
  expect(entry).toContain('6.2 s')
  expect(entry).toContain('297.6 kB')
  expect(entry).toContain('“This is my voice.” Given 2 Jan 2026')
})

it('says what is lost, and keeps the voice when the person thinks again', () => {
  const { deleteVoice } = show()
  press('Delete voice Anna')
  const dialog = screen.getByRole('dialog', { name: 'Delete the voice Anna?' })
  expect(dialog.textContent).toContain('lost for good')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(deleteVoice).not.toHaveBeenCalled()
})

it('deletes a voice once that is confirmed', () => {
  const { deleteVoice } = show()
  press('Delete voice Anna')
  press('Delete voice')
  expect(deleteVoice).toHaveBeenCalledExactlyOnceWith('anna')
})

it('renames with the trimmed new name and gives the focus back', () => {
  const { renameVoice } = show()
  press('Rename voice Anna')
  fireEvent.change(screen.getByRole('textbox', { name: 'New name for Anna' }), { target: { value: '  Anna B. ' } })
  press('Keep name')
  expect(renameVoice).toHaveBeenCalledExactlyOnceWith('anna', 'Anna B.')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Rename voice Anna' }))
})

it('refuses an empty name and says why', () => {
  const { renameVoice } = show()
  press('Rename voice Anna')
  const input = screen.getByRole('textbox', { name: 'New name for Anna' })
  fireEvent.change(input, { target: { value: ' ' } })
  fireEvent.submit(input)
  expect(screen.getByText('A voice needs a name.')).toBeTruthy()
  expect(renameVoice).not.toHaveBeenCalled()
})

it('keeps the old name on Escape', () => {
  const { renameVoice } = show()
  press('Rename voice Anna')
  const input = screen.getByRole('textbox', { name: 'New name for Anna' })
  fireEvent.change(input, { target: { value: 'Bert' } })
  fireEvent.keyDown(input, { key: 'Escape' })
  expect(screen.getByRole('heading', { name: 'Anna' })).toBeTruthy()
  expect(renameVoice).not.toHaveBeenCalled()
})

it('hands a chosen voice file to the store', () => {
  const { importVoice } = show()
  const file = new File(['{}'], 'bert.myna-voice')
  fireEvent.change(screen.getByLabelText('Voice file'), { target: { files: [file] } })
  expect(importVoice).toHaveBeenCalledExactlyOnceWith(file)
})

it('reports an export that fails', async () => {
  const { notifyError } = show({
    exportVoice: () => {
      throw new MynaError('record-missing', 'voice anna')
    },
  })
  press('Export voice Anna')
  await waitFor(() => { expect(notifyError).toHaveBeenCalledWith({ code: 'record-missing', detail: 'voice anna' }) })
})

it('plays the recording of a voice, and offers to quiet it while it sounds', () => {
  const { playPrompt } = show()
  press('Play voice Anna')
  expect(playPrompt).toHaveBeenCalledExactlyOnceWith('anna')
  cleanup()
  const stopPlayback = vi.fn()
  const player = { ...createFakeAppStore().getState().player, phase: 'playing' as const }
  show({ player, playback: { kind: 'prompt', voiceId: 'anna' }, stopPlayback })
  press('Quiet voice Anna')
  expect(stopPlayback).toHaveBeenCalledOnce()
})
