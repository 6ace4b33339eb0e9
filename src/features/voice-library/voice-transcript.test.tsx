// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { VoiceTranscript as Transcript } from '../../shared/protocol/records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { testVoice } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { VoiceTranscript } from './voice-transcript'

afterEach(cleanup)

function show(transcript: Transcript | null, state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <VoiceTranscript voice={{ ...testVoice('ada'), transcript }} />
    </AppStoreContext>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'What ada says' }))
  return store.getState()
}

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Words of the recording' })

it('says why it could not be written down, and leaves the words to be typed', () => {
  const { editTranscript } = show(null, { transcriptState: { phase: 'failed', voiceId: 'ada', error: { code: 'transcription-failed', detail: 'x' } } })
  expect(screen.getByRole('alert').dataset['errorCode']).toBe('transcription-failed')
  fireEvent.change(field(), { target: { value: 'Ask not' } })
  fireEvent.click(screen.getByRole('button', { name: 'Keep these words' }))
  expect(editTranscript).toHaveBeenCalledWith('ada', 'Ask not')
})

it('shows the language that was heard', () => {
  show({ text: 'Frag nicht', language: 'de', edited: false })
  expect(field().value).toBe('Frag nicht')
  expect(field().lang).toBe('de')
  expect(screen.getByText(/Heard as German\./)).toBeTruthy()
})

it('offers to keep only what was changed', () => {
  show({ text: 'Ask not', language: 'en', edited: false })
  expect(screen.queryByRole('button', { name: 'Keep these words' })).toBeNull()
})

it('writes the recording down on request and can be stopped', () => {
  const { transcribeVoice } = show(null)
  fireEvent.click(screen.getByRole('button', { name: 'Write it down for me' }))
  expect(transcribeVoice).toHaveBeenCalledWith('ada')
  cleanup()
  const { stopTranscribing } = show(null, { transcriptState: { phase: 'listening', voiceId: 'ada', label: 'Listening' } })
  fireEvent.click(screen.getByRole('button', { name: 'Stop listening' }))
  expect(stopTranscribing).toHaveBeenCalledOnce()
})
