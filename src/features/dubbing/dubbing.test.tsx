// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { SavedTake } from '../../shared/protocol/records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { sampleTake } from '#testing/storage/sample-records'
import { AppStoreContext } from '../../state/use-app'
import { Dubbing } from './dubbing'

afterEach(cleanup)

const lines = [{ text: 'Good morning.', startSeconds: 1, endSeconds: 2 }, { text: 'To all of you who came here.', startSeconds: 4, endSeconds: 5 }]
const ready: Partial<AppState> = { dubbingState: { phase: 'ready', error: null, dubbing: { name: 'film.srt', filmName: null, isEdited: false, seconds: 6, lines } } }
const takeEndingAt = (seconds: number): SavedTake =>
  ({ ...sampleTake(), dub: { lines, seconds: 6 }, sampleRate: 100, sentences: [{ text: '', startSample: 0, endSample: 400 }, { text: '', startSample: 400, endSample: 100 * seconds }] })

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <Dubbing />
    </AppStoreContext>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Dub a film' }))
  return store.getState()
}

it('takes subtitles, and says what is wrong with them', () => {
  const { openSubtitles } = show({ dubbingState: { phase: 'failed', error: { code: 'subtitles-empty', detail: 'x.srt' } } })
  expect(screen.getByRole('alert').textContent).toContain('no lines in this file')
  fireEvent.change(screen.getByLabelText('Subtitles to speak'), { target: { files: [new File(['x'], 'x.srt')] } })
  expect(openSubtitles).toHaveBeenCalledOnce()
})

it('shows the lines with their times, changes and speaks them', () => {
  const { setDubLine, speakDubbing, chooseFilm } = show(ready)
  expect(document.body.textContent).toContain('film.srt: 2 lines, 0:06, up to the end of the last line')
  fireEvent.change(screen.getByRole('textbox', { name: 'Line at 0:04' }), { target: { value: 'To you.' } })
  expect(setDubLine).toHaveBeenCalledWith(1, 'To you.')
  fireEvent.change(screen.getByLabelText('Film that gives the length'), { target: { files: [new File(['x'], 'x.mp4')] } })
  expect(chooseFilm).toHaveBeenCalledOnce()
  fireEvent.click(screen.getByRole('button', { name: 'Speak the lines' }))
  expect(speakDubbing).toHaveBeenCalledOnce()
})

it('puts lines first that do not fit, and says by how much', () => {
  show({ ...ready, lastTake: takeEndingAt(7.5) })
  const boxes = screen.getAllByRole<HTMLInputElement>('textbox')
  expect(boxes.map(({ value }) => value)).toEqual(['To all of you who came here.', 'Good morning.'])
  expect(screen.getByText('1.5 s too long')).toBeTruthy()
  expect(screen.getByRole('status').textContent).toContain('One line is too long')
})

it('does not say that all fit of a take that was stopped', () => {
  show({ ...ready, lastTake: { ...takeEndingAt(6), complete: false } })
  expect(document.body.textContent).not.toContain('Every line fits')
})

it('says when all fit', () => {
  show({ ...ready, lastTake: takeEndingAt(6) })
  expect(screen.getByRole('status').textContent).toContain('Every line fits')
})
