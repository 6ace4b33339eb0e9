// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { sampleTake, sampleVoice } from '#testing/storage/sample-records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { HistoryPage } from './history-page'

afterEach(cleanup)

const take = sampleTake()

function show(state: Partial<AppState> = {}) {
  const store = createFakeAppStore({ takes: [take], voices: [sampleVoice()], ...state })
  render(
    <AppStoreContext value={store}>
      <HistoryPage />
    </AppStoreContext>,
  )
  return store
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

/** Presses what the menu of a take offers. */
function choose(name: string, text = 'Hello there.'): void {
  press(`More for “${text}”`)
  press(`${name} “${text}”`)
}

it('says what will be here while there is nothing', () => {
  show({ takes: [] })
  expect(screen.getByText('Nothing has been spoken yet')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Delete all' })).toBeNull()
})

it('reports a sound that can no longer be read', async () => {
  const store = show({ takeSound: () => Promise.reject(new MynaError('record-missing', 'take-1')) })
  press(/^Download WAV/)
  await waitFor(() => {
    expect(store.getState().notifyError).toHaveBeenCalledWith({ code: 'record-missing', detail: 'take-1' })
  })
})

it('shows on this page why a take could not be made again', () => {
  const store = show()
  choose('Regenerate')
  expect(store.getState().regenerateTake).toHaveBeenCalledExactlyOnceWith('take-1')
  expect(screen.queryByRole('alert')).toBeNull()
  store.setState({ speakState: { phase: 'failed', error: { code: 'out-of-memory', detail: 'grow' } } })
  return screen.findByText('The device ran out of memory')
})

it('does not offer to regenerate what a deleted voice said, and says so', () => {
  show({ voices: [] })
  press('More for “Hello there.”')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Regenerate/ }).disabled).toBe(true)
  expect(screen.getByText(/The voice Ada was deleted/)).toBeTruthy()
})

it('marks a take that was stopped half-way', () => {
  show({ takes: [sampleTake({ complete: false })] })
  expect(screen.getByText('incomplete')).toBeTruthy()
})

it('keeps a take when the person thinks again, and deletes it when confirmed', () => {
  const { deleteTake } = show().getState()
  choose('Delete')
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }))
  expect(deleteTake).not.toHaveBeenCalled()
  choose('Delete')
  press('Delete take')
  expect(deleteTake).toHaveBeenCalledExactlyOnceWith('take-1')
})

it('deletes the whole history only when confirmed', () => {
  const { deleteAllTakes } = show().getState()
  press('Delete all')
  expect(screen.getByRole('dialog', { name: 'Delete the only take?' })).toBeTruthy()
  expect(deleteAllTakes).not.toHaveBeenCalled()
  press('Delete all takes')
  expect(deleteAllTakes).toHaveBeenCalledOnce()
})

it('shows long histories a part at a time, the newest first', () => {
  const takes = Array.from({ length: 65 }, (_, index) => sampleTake({ id: `take-${index}`, text: `Sentence ${index}.` }))
  show({ takes })
  expect(screen.getAllByRole('article')).toHaveLength(30)
  expect(screen.getAllByRole('article')[0]?.textContent).toContain('Sentence 0.')
  press('Show 30 more of 35')
  press('Show 5 more of 5')
  expect(screen.getAllByRole('article')).toHaveLength(65)
  expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull()
})

it('shows settings, figures and time per frame on request', () => {
  const figures = { ...take.figures, stages: [{ stage: 'lm' as const, totalMs: 1200, calls: 100, frames: 100 }] }
  show({ takes: [sampleTake({ figures, settings: { seed: 42, speed: 1.25, temperature: 0.7, steps: 2 } })] })
  press('Settings and figures')
  expect(screen.getByRole('row', { name: 'Language model 1.2 s 100 12.0 ms' })).toBeTruthy()
  expect(screen.getByText('1.25×')).toBeTruthy()
  expect(screen.getByText('42')).toBeTruthy()
})

it('shows the beginning of a long text, and the rest on request', () => {
  const long = `${'word '.repeat(100)}end.`
  show({ takes: [sampleTake({ text: long })] })
  expect(screen.getByRole('article').textContent).not.toContain('end.')
  press(/^Show the whole text/)
  expect(screen.getByRole('article').textContent).toContain('end.')
})

it('does not draw the other cards again when one question is asked', () => {
  let readings = 0
  const watched = { ...take, get text() { readings += 1; return 'Hello there.' } }
  show({ takes: [watched] })
  const before = readings
  press('Delete all')
  expect(readings).toBe(before)
})

it('lets two takes be chosen for a comparison, and leads there', () => {
  const store = show({ takes: [take, sampleTake({ id: 'take-2', text: 'Good bye.' })] })
  choose('Compare')
  expect(store.getState().chooseCompared).toHaveBeenCalledExactlyOnceWith('take-1')
  act(() => { store.setState({ compared: ['take-1'] }) })
  expect(screen.getAllByRole('article').map((card) => within(card).queryByText('to compare') !== null)).toEqual([true, false])
  press('More for “Hello there.”')
  expect(screen.getByRole('button', { name: 'Compare “Hello there.”' }).getAttribute('aria-pressed')).toBe('true')
  expect(screen.getByRole('status').textContent).toMatch(/^One take is chosen\./)
  act(() => { store.setState({ compared: ['take-1', 'take-2'] }) })
  expect(screen.getByRole('link', { name: 'Compare them' }).getAttribute('href')).toBe('#/compare')
})

it('lets takes become chapters of an audiobook, and marks them', () => {
  const store = show()
  choose('Audiobook chapter:')
  expect(store.getState().toggleBookTake).toHaveBeenCalledExactlyOnceWith('take-1')
  act(() => { store.setState({ bookTakes: ['take-1'] }) })
  expect(within(screen.getByRole('article')).getByText('audiobook chapter')).toBeTruthy()
  expect(screen.getByText('One take is chosen for an audiobook.')).toBeTruthy()
})
