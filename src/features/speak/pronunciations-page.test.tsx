// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { PronunciationsPage } from './pronunciations-page'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ language: 'en-GB', ...state })
  render(<AppStoreContext value={store}><PronunciationsPage /></AppStoreContext>)
  return store.getState()
}

const entry = (written: string, language = 'en') => ({ written, spoken: `${written}-said`, language })

it('finds entries by what is written and by what is said, whatever their case', () => {
  show({ pronunciations: [entry('Siobhan'), entry('Nguyen'), entry('Genf', 'de')] })
  expect(screen.getByText('2 in all.')).toBeTruthy()
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search' }), { target: { value: 'NGUYEN-S' } })
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
  expect(screen.getByText('1 of 2 found.')).toBeTruthy()
})

it('draws no more than can be read of thousands', () => {
  show({ pronunciations: Array.from({ length: 3000 }, (_, index) => entry(`w${index}`)) })
  expect(screen.getAllByRole('listitem')).toHaveLength(200)
  expect(screen.getByText('3,000 in all, the newest 200 shown.')).toBeTruthy()
})

it('shows another language, takes a file for it and adds to it', () => {
  const { importPronunciations, keepPronunciation } = show({ pronunciations: [entry('Genf', 'de')] })
  fireEvent.change(screen.getByRole('combobox', { name: 'Language' }), { target: { value: 'de' } })
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
  const file = new File(['a,b'], 'list.csv')
  fireEvent.change(screen.getByLabelText('File of pronunciations'), { target: { files: [file] } })
  expect(importPronunciations).toHaveBeenCalledWith(file, 'de')
  fireEvent.change(screen.getByRole('textbox', { name: 'Written' }), { target: { value: 'Chef' } })
  fireEvent.change(screen.getByRole('textbox', { name: 'Said as' }), { target: { value: 'Scheff' } })
  fireEvent.submit(screen.getByRole('button', { name: 'Add pronunciation' }))
  expect(keepPronunciation).toHaveBeenCalledWith({ written: 'Chef', spoken: 'Scheff', language: 'de' })
})

it('offers no file where there is nothing to save', () => {
  show()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save as CSV' }).disabled).toBe(true)
  expect(document.body.textContent).toContain('None yet')
})
