import { beforeEach, expect, it, vi } from 'vitest'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentsService } from '../../services/services'
import type { ReadDocument } from '../../shared/protocol/document'
import { MynaError } from '../../shared/protocol/errors'
import { createRunningActs } from '../running-acts'
import { createDocumentsSlice, fitsIntoText, textOfChosen, type DocumentsSlice } from './documents-slice'

const BOOK: ReadDocument = {
  title: 'Emma',
  author: null,
  language: 'en',
  cover: null,
  chapters: [{ title: 'Copyright', text: 'All rights.', isAside: true }, { title: 'I', text: 'One.' }, { title: 'II', text: 'Two.' }],
}
const FILE = new Blob(['book'])

const createProject = vi.fn((document: ReadDocument) => Promise.resolve(document.title === 'Full' ? null : 'id'))

type Needed = DocumentsSlice & { readonly text: string; readonly setText: (text: string) => void; readonly createProject: typeof createProject }

let store: StoreApi<Needed>
/** Readings that are under way, the newest last. */
let readings: { readonly name: string; tell: (fraction: number) => void; end: (book: ReadDocument) => void; fail: (error: Error) => void }[]

beforeEach(() => {
  readings = []
  const read = vi.fn<DocumentsService['read']>((_, name, tell, signal) =>
    new Promise((end, fail) => {
      signal.addEventListener('abort', () => { fail(new MynaError('aborted')) })
      readings.push({ name, tell, end, fail })
    }),
  )
  const acts = createRunningActs(() => undefined)
  store = createStore<Needed>()((set, get) => ({
    text: '',
    setText: (text) => { set({ text }) },
    createProject,
    ...createDocumentsSlice({ services: { documents: { read } }, acts }, set, get),
  }))
})

async function opened(book: ReadDocument = BOOK): Promise<void> {
  const done = store.getState().readDocument(FILE, 'emma.epub')
  readings.at(-1)!.end(book)
  await done
}

it('says how far it has come, then shows the document with everything ticked that is read', async () => {
  const done = store.getState().readDocument(FILE, 'emma.epub')
  expect(store.getState().documentReading).toEqual({ phase: 'reading', name: 'emma.epub', fraction: null })
  readings[0]!.tell(0.5)
  expect(store.getState().documentReading).toMatchObject({ fraction: 0.5 })
  readings[0]!.end(BOOK)
  await done
  expect(store.getState().documentReading).toEqual({ phase: 'idle' })
  expect(store.getState().openDocument?.chapters.map(({ isChosen }) => isChosen)).toEqual([false, true, true])
})

it('ticks all of a document that is nothing but what is rarely read', async () => {
  await opened({ ...BOOK, chapters: [{ title: 'Notes', text: 'A note.', isAside: true }] })
  expect(store.getState().openDocument?.chapters[0]?.isChosen).toBe(true)
})

it('keeps the document that is open where another cannot be read', async () => {
  await opened()
  const done = store.getState().readDocument(FILE, 'broken.pdf')
  readings[1]!.fail(new MynaError('document-damaged', 'cut off'))
  await done
  expect(store.getState().documentReading).toEqual({ phase: 'failed', name: 'broken.pdf', error: { code: 'document-damaged', detail: 'cut off' } })
  expect(store.getState().openDocument?.title).toBe('Emma')
  store.getState().dismissDocumentError()
  expect(store.getState().documentReading).toEqual({ phase: 'idle' })
})

it('says nothing of a reading that was stopped', async () => {
  const done = store.getState().readDocument(FILE, 'emma.epub')
  store.getState().stopReadingDocument()
  await done
  expect([store.getState().documentReading, store.getState().openDocument]).toEqual([{ phase: 'idle' }, null])
})

it('reads the newest of two, and shows its progress', async () => {
  const first = store.getState().readDocument(FILE, 'first.epub')
  const second = store.getState().readDocument(FILE, 'second.epub')
  await first
  expect(store.getState().documentReading).toMatchObject({ phase: 'reading', name: 'second.epub' })
  readings[1]!.end(BOOK)
  await second
  expect(store.getState().openDocument?.title).toBe('Emma')
})

it('puts the ticked and corrected chapters into the text, or behind it', async () => {
  await opened()
  const { chooseAllChapters, chooseChapter, editChapter, putDocumentIntoText } = store.getState()
  chooseAllChapters(true)
  chooseChapter(0, false)
  editChapter(2, ' Two, corrected. ')
  putDocumentIntoText('replace')
  expect(store.getState().text).toBe('One.\n\nTwo, corrected.')
  chooseChapter(1, false)
  putDocumentIntoText('add')
  expect(store.getState().text).toBe('One.\n\nTwo, corrected.\n\nTwo, corrected.')
  store.getState().closeDocument()
  expect(store.getState().openDocument).toBe(null)
})

it('lets no other document take the place of one that was corrected, unless the person says so', async () => {
  await opened()
  store.getState().editChapter(1, 'One, corrected.')
  await opened({ ...BOOK, title: 'Persuasion' })
  expect([store.getState().openDocument?.title, store.getState().waitingDocument?.title]).toEqual(['Emma', 'Persuasion'])
  store.getState().replaceDocument(false)
  expect([store.getState().openDocument?.chapters[1]?.text, store.getState().waitingDocument]).toEqual(['One, corrected.', null])
  await opened({ ...BOOK, title: 'Persuasion' })
  store.getState().replaceDocument(true)
  expect([store.getState().openDocument?.title, store.getState().waitingDocument]).toEqual(['Persuasion', null])
  await opened()
  expect(store.getState().openDocument?.title).toBe('Emma')
})

it('makes a project of the ticked chapters, and says whether it was kept', async () => {
  await opened()
  expect(await store.getState().makeProjectOfDocument()).toBe(true)
  expect(createProject).toHaveBeenLastCalledWith({ ...BOOK, chapters: [{ title: 'I', text: 'One.' }, { title: 'II', text: 'Two.' }] })
  await opened({ ...BOOK, title: 'Full' })
  expect(await store.getState().makeProjectOfDocument()).toBe(false)
})

it('knows what one reading takes', () => {
  const chosen = (text: string) => textOfChosen([{ title: 'x', text, isChosen: true }])
  expect([chosen(' '), chosen('x'.repeat(100_000)), chosen('x'.repeat(100_001))].map(fitsIntoText)).toEqual([false, true, false])
})
