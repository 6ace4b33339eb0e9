// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { PronunciationList } from './pronunciation-list'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <PronunciationList language="en-US" />
    </AppStoreContext>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Pronunciations' }))
  return store.getState()
}

function type(label: string, value: string): void {
  fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } })
}

const add = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Add pronunciation' })

it('keeps what was typed where the list is full, and announces nothing', async () => {
  const keepPronunciation = vi.fn(() => Promise.resolve(false))
  show({ keepPronunciation })
  type('Written', 'Siobhan')
  type('Said as', 'Shivawn')
  fireEvent.submit(add())
  await Promise.all(keepPronunciation.mock.results.map(({ value }) => value as Promise<boolean>))
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Written' }).value).toBe('Siobhan')
  expect(document.body.textContent).not.toContain('will be said as')
})

it('takes no entry without both words', () => {
  const { keepPronunciation } = show()
  expect(add().disabled).toBe(true)
  type('Written', 'Siobhan')
  type('Said as', '   ')
  expect(add().disabled).toBe(true)
  fireEvent.submit(add())
  expect(keepPronunciation).not.toHaveBeenCalled()
})

it('keeps an entry for the language of the text and is ready for the next', async () => {
  const { keepPronunciation } = show()
  type('Written', ' Siobhan ')
  type('Said as', 'Shivawn')
  fireEvent.submit(add())
  expect(keepPronunciation).toHaveBeenCalledWith({ written: 'Siobhan', spoken: 'Shivawn', language: 'en' })
  await vi.waitFor(() => { expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Written' }).value).toBe('') })
})

it('shows and forgets the entries of this language only, and keeps the focus in the list', async () => {
  const english = { written: 'Siobhan', spoken: 'Shivawn', language: 'en' }
  const { forgetPronunciation } = show({ pronunciations: [english, { written: 'Genf', spoken: 'Schenf', language: 'de' }] })
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: 'Remove the pronunciation of Siobhan' }))
  expect(forgetPronunciation).toHaveBeenCalledWith(english)
  await vi.waitFor(() => { expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Pronunciations for English' })) })
})
