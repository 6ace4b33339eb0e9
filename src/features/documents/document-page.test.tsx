// @vitest-environment happy-dom
import { cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import type { AppState } from '../../state/app-state'
import type { OpenDocument } from '../../state/documents/documents-slice'
import { AppStoreContext } from '../../state/use-app'
import { DocumentPage } from './document-page'

afterEach(() => {
  cleanup()
  window.location.hash = ''
})

const openDocument: OpenDocument = {
  title: 'Emma',
  author: 'Jane Austen',
  language: 'not a tag at all',
  cover: null,
  isEdited: false,
  chapters: [{ title: 'I', text: 'One.', isChosen: true }, { title: 'II', text: 'Two.', isChosen: false }],
}

function show(state: Partial<AppState>) {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <DocumentPage />
    </AppStoreContext>,
  )
  return store.getState()
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const isDisabled = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled

/** As a browser does it: what is not taken goes into the field. */
function paste(flavours: Readonly<Record<string, string>>): Event {
  const field = screen.getByLabelText('Or paste a text')
  const event = createEvent.paste(field, { clipboardData: { files: [], getData: (type: string) => flavours[type] ?? '' } })
  fireEvent(field, event)
  return event
}

it('reads a file that is chosen, and a text that is pasted, with its headings where the clipboard has them', () => {
  const { readDocument } = show({})
  const file = new File(['x'], 'emma.epub')
  fireEvent.change(screen.getByLabelText('Document'), { target: { files: [file] } })
  expect(readDocument).toHaveBeenLastCalledWith(file, 'emma.epub')
  paste({ 'text/html': '<h1>One</h1>', 'text/plain': 'One' })
  expect(readDocument).toHaveBeenLastCalledWith(expect.objectContaining({ type: 'text/html', size: 12 }), 'Pasted text')
  paste({ 'text/plain': 'One' })
  expect(readDocument).toHaveBeenLastCalledWith(expect.objectContaining({ type: 'text/plain', size: 3 }), 'Pasted text')
  expect(paste({}).defaultPrevented).toBe(false)
})

it('shows how far a document is read, and stops', () => {
  const { stopReadingDocument } = show({ documentReading: { phase: 'reading', name: 'emma.epub', fraction: 0.25 } })
  expect(screen.getByLabelText<HTMLProgressElement>('Reading emma.epub').value).toBe(0.25)
  press('Cancel')
  expect(stopReadingDocument).toHaveBeenCalledOnce()
})

it('says why a document could not be read, beside the one that is open', () => {
  show({ openDocument, documentReading: { phase: 'failed', name: 'x.pdf', error: { code: 'document-password', detail: 'locked' } } })
  expect(screen.getByRole('alert').textContent).toContain('This document has a password')
  expect(screen.getByRole('heading', { name: 'Emma' })).toBeTruthy()
})

it('shows what the document says of itself, ticks chapters and edits their text', () => {
  const { chooseChapter, chooseAllChapters, editChapter } = show({ openDocument })
  expect(screen.getByText('Jane Austen · not a tag at all')).toBeTruthy()
  expect(screen.getByText('1 to be read')).toBeTruthy()
  fireEvent.click(screen.getByRole('checkbox', { name: 'II' }))
  expect(chooseChapter).toHaveBeenCalledExactlyOnceWith(1, true)
  press('Choose all')
  expect(chooseAllChapters).toHaveBeenCalledExactlyOnceWith(true)
  press('Text of II')
  fireEvent.change(screen.getByRole('textbox', { name: 'Text of II' }), { target: { value: 'Two!' } })
  expect(editChapter).toHaveBeenCalledExactlyOnceWith(1, 'Two!')
})

it('puts what is ticked into the text, asking how where there is one', () => {
  const { putDocumentIntoText } = show({ openDocument, text: 'Hello.' })
  press('Add to the text to speak')
  expect(putDocumentIntoText).toHaveBeenCalledExactlyOnceWith('add')
  expect(window.location.hash).toBe('#/speak')
})

it('makes a project of what is ticked', async () => {
  const { makeProjectOfDocument } = show({ openDocument })
  press('Make a project')
  press('Make a project')
  expect(makeProjectOfDocument).toHaveBeenCalledOnce()
  await expect.poll(() => window.location.hash).toBe('#/projects')
})

it('asks before a document that was corrected gives way to another', () => {
  const { replaceDocument } = show({ openDocument: { ...openDocument, isEdited: true }, waitingDocument: { ...openDocument, title: 'Persuasion' } })
  expect(screen.getByRole('dialog', { name: 'Open “Persuasion” instead?' }).textContent).toContain('The corrections you made in “Emma” will be lost.')
  press('Cancel')
  expect(replaceDocument).toHaveBeenLastCalledWith(false)
  press('Open it')
  expect(replaceDocument).toHaveBeenLastCalledWith(true)
})

it('offers one reading only for what one reading takes, and nothing for nothing', () => {
  const [first] = openDocument.chapters
  show({ openDocument: { ...openDocument, chapters: [{ ...first!, text: 'x'.repeat(100_001) }] } })
  expect([isDisabled('Make a project'), isDisabled('Put into the text to speak')]).toEqual([false, true])
  cleanup()
  show({ openDocument: { ...openDocument, chapters: [{ ...first!, isChosen: false }] } })
  expect([isDisabled('Make a project'), isDisabled('Put into the text to speak')]).toEqual([true, true])
})
