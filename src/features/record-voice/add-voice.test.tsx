// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { testVoice } from '#testing/state/fake-services'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { AddVoice } from './add-voice'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <AddVoice />
    </AppStoreContext>,
  )
  return store.getState()
}

const choose = (...files: readonly File[]) => fireEvent.change(screen.getByLabelText('Audio file'), { target: { files } })

it('hands an exported voice to the store as a voice, and a recording as a recording', () => {
  const { importVoice, openFiles } = show()
  const [voice, sound] = [new File(['{}'], 'bert.myna-voice'), new File(['RIFF'], 'bert.wav')]
  choose(voice, sound)
  expect(importVoice).toHaveBeenCalledExactlyOnceWith(voice)
  expect(openFiles).toHaveBeenCalledExactlyOnceWith([sound])
})

it('says why the last attempt failed, with the code for programs', () => {
  show({ recording: { phase: 'failed', error: { code: 'microphone-denied', detail: 'NotAllowedError' } } })
  expect(screen.getByRole('alert').dataset['errorCode']).toBe('microphone-denied')
})

it('gives advice on recording to whoever has no voice yet', () => {
  show()
  fireEvent.click(screen.getByRole('button', { name: 'For a good recording' }))
  expect(screen.getAllByRole('listitem')).toHaveLength(3)
  cleanup()
  show({ voices: [testVoice('ada')] })
  expect(screen.queryByRole('button', { name: 'For a good recording' })).toBeNull()
})

it('asks for the microphone only where there are several', () => {
  const microphone = (deviceId: string) => ({ deviceId, label: `Mic ${deviceId}` })
  show({ microphones: [microphone('a')] })
  expect(screen.queryByRole('combobox', { name: 'Microphone' })).toBeNull()
  cleanup()
  const { chooseMicrophone } = show({ microphones: [microphone('a'), microphone('b')], microphoneId: 'a' })
  fireEvent.change(screen.getByRole('combobox', { name: 'Microphone' }), { target: { value: 'b' } })
  expect(chooseMicrophone).toHaveBeenCalledExactlyOnceWith('b')
})
