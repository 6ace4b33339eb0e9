// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { sampleTake } from '#testing/storage/sample-records'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { BookDialog } from './book-dialog'
import { ExportDialog } from './export-dialog'
import { ExportStatus } from './export-status'

afterEach(cleanup)

function show(state: Partial<AppState>) {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <ExportDialog />
      <BookDialog />
      <ExportStatus />
    </AppStoreContext>,
  )
  return store.getState()
}

const choice = { format: 'wav', bits: 16, sampleRate: 24_000, loudness: 'as-made' } as const
const choose = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

it('shows nothing while nobody asks', () => {
  show({})
  expect(document.body.textContent).toBe('')
})

it('does not offer Opus where the browser cannot write it, and says so', () => {
  show({ exportQuestion: 'take-1', writesOpus: false })
  expect(screen.getByRole<HTMLOptionElement>('option', { name: /^Opus/ }).disabled).toBe(true)
  expect(screen.getByText('This browser has no encoder for Opus.')).toBeTruthy()
})

it('tells why a file could not be written', async () => {
  const { notifyError } = show({ exportQuestion: 'take-1', takeSound: () => Promise.reject(new MynaError('storage-full', 'no room')) })
  fireEvent.click(screen.getByRole('button', { name: 'Download WAV' }))
  await waitFor(() => { expect(notifyError).toHaveBeenCalledWith({ code: 'storage-full', detail: 'no room' }) })
})

it('asks for bits and rate where they mean something, and keeps every choice', () => {
  const { setSoundChoice } = show({ exportQuestion: 'take-1' })
  choose('Format', 'mp3')
  choose('Bits', '24')
  choose('Sample rate', '48000')
  choose('Loudness', 'podcast')
  for (const change of [{ format: 'mp3' }, { bits: 24 }, { sampleRate: 48_000 }, { loudness: 'podcast' }]) expect(setSoundChoice).toHaveBeenCalledWith(change)
  cleanup()
  show({ exportQuestion: 'take-1', soundChoice: { ...choice, format: 'mp3' } })
  expect(screen.queryByLabelText('Bits')).toBeNull()
  expect(screen.getByRole('button', { name: 'Download MP3' })).toBeTruthy()
})

it('shows how far a file has come, and gives it up', () => {
  const { stopExport } = show({ exportFraction: 0.426 })
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Writing the file' }).value).toBeCloseTo(0.426)
  expect(screen.getByText('42 %')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel the file' }))
  expect(stopExport).toHaveBeenCalledOnce()
})

it('makes a book of what was written about it, which outlives the dialog', () => {
  const takes = [sampleTake({ id: 'a' }), sampleTake({ id: 'b' })]
  const facts = { title: 'A book', author: '', chapterNames: { a: 'The beginning' }, gapSeconds: 2, loudness: 'audiobook', form: 'm4b', cover: null } as const
  const { makeBook, moveBookTake, changeBook } = show({ bookOpen: true, bookTakes: ['a', 'b'], takes, bookFacts: facts })
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Title' }).value).toBe('A book')
  choose('Author', 'Ada')
  choose('Title of chapter 2', 'The end')
  choose('Silence between chapters', '3')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Move chapter 1 up' }).disabled).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: 'Move chapter 1 down' }))
  expect(moveBookTake).toHaveBeenCalledExactlyOnceWith('a', 1)
  fireEvent.click(screen.getByRole('button', { name: 'Download audiobook' }))
  expect(makeBook).toHaveBeenCalledOnce()
  for (const change of [{ author: 'Ada' }, { chapterNames: { a: 'The beginning', b: 'The end' } }, { gapSeconds: 3 }]) expect(changeBook).toHaveBeenCalledWith(change)
})
