// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { SavedVoice } from '../../shared/protocol/records'
import type { AppState } from '../../state/app-state'
import { withMood } from '../../state/voice-library/moods'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { testVoice } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { VoiceMoods } from './voice-moods'

afterEach(cleanup)

const { promptWav, promptSha256 } = testVoice('excited')
const ada = withMood(testVoice('ada', 'Ada'), { name: 'excited', promptWav, promptSha256, promptSeconds: 3.5 })

function show(voice: SavedVoice = ada): AppState {
  const store = createFakeAppStore({ voices: [voice] })
  render(
    <AppStoreContext value={store}>
      <VoiceMoods voice={voice} />
    </AppStoreContext>,
  )
  const disclosure = screen.queryByRole('button', { name: 'Moods of Ada' })
  if (disclosure) fireEvent.click(disclosure)
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('is not there for a mixture, of whom nobody makes recordings', () => {
  show({ ...ada, mixedOf: [] })
  expect(document.body.textContent).toBe('')
})

it('lists every mood, and says which one speaks where none is asked for; that one cannot be deleted', () => {
  show()
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['usual2 s, speaks by default', 'excited3.5 sUse by default'])
  expect(screen.queryByRole('button', { name: 'Delete the mood usual' })).toBeNull()
})

it('plays a mood, and makes it the one that speaks', async () => {
  const { playPrompt, makeMoodDefault } = show()
  press('Hear the mood excited')
  expect(playPrompt).toHaveBeenCalledExactlyOnceWith('ada', 'excited')
  press('Use excited by default')
  expect(makeMoodDefault).toHaveBeenCalledExactlyOnceWith('ada', 'excited')
  await waitFor(() => { expect(document.activeElement).toBe(screen.getByRole('list')) })
})

it('is renamed, but not to what another one is called', () => {
  const { renameMood } = show()
  press('Rename the mood usual')
  const input = screen.getByRole('textbox', { name: 'New name for usual' })
  fireEvent.change(input, { target: { value: 'Excited' } })
  expect(screen.getByText('Another mood of this voice has this name.')).toBeTruthy()
  fireEvent.change(input, { target: { value: 'calm' } })
  press('Keep name')
  expect(renameMood).toHaveBeenCalledExactlyOnceWith('ada', 'usual', 'calm')
})

it('is deleted after a question, which says when what was learned goes along', async () => {
  const learned = { voice: { engineId: 'kokoro', packKey: '', format: 2, data: new ArrayBuffer(0), summary: '' }, learnedAt: '', inUse: true, promptSha256 } as const
  const { deleteMood } = show({ ...ada, learned })
  press('Delete the mood excited')
  expect(screen.getByText(/What Myna learned of this voice/)).toBeTruthy()
  press('Delete mood')
  expect(deleteMood).toHaveBeenCalledExactlyOnceWith('ada', 'excited')
  await waitFor(() => { expect(document.activeElement).toBe(screen.getByRole('list')) })
})

it('is recorded, or cut from a file', () => {
  const { startRecording, openFiles } = show()
  press('Record a mood')
  expect(startRecording).toHaveBeenCalledExactlyOnceWith('ada')
  const file = new File(['sound'], 'excited.wav')
  fireEvent.change(screen.getByLabelText('File for a mood'), { target: { files: [file] } })
  expect(openFiles).toHaveBeenCalledExactlyOnceWith([file], 'ada')
})
