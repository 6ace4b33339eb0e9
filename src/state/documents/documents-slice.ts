import type { DocumentChapter, ReadDocument } from '../../shared/protocol/document'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import { characterCount, MAX_TEXT_CHARACTERS } from '../../shared/text/speakable'
import type { AppServices } from '../app-services'
import type { ProjectsSlice } from '../projects/projects-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { SpeakSlice } from '../speak/speak-slice'

/** A chapter as the person has it: its text may be edited. */
export interface OpenChapter extends DocumentChapter {
  /** It will be read. */
  readonly isChosen: boolean
}

export interface OpenDocument extends Omit<ReadDocument, 'chapters'> {
  readonly chapters: readonly OpenChapter[]
  /** A text of it was corrected here. */
  readonly isEdited: boolean
}

export type DocumentReading =
  | { readonly phase: 'idle' }
  | { readonly phase: 'reading'; readonly name: string; readonly fraction: number | null }
  | { readonly phase: 'failed'; readonly name: string; readonly error: ErrorInfo }

export interface DocumentsSlice {
  readonly documentReading: DocumentReading
  /** The document that is looked at; it stays while another is read, and where that fails. */
  readonly openDocument: OpenDocument | null
  /** One that was read while the open one holds corrections: the person is asked which to keep. */
  readonly waitingDocument: OpenDocument | null
  /** Opens the one that waits (true), or lets go of it. */
  readonly replaceDocument: (yes: boolean) => void
  /** Reads a document; `name` is that of its file. Ends the reading of another one. Never rejects. */
  readonly readDocument: (file: Blob, name: string) => Promise<void>
  /** Ends the reading that is under way. */
  readonly stopReadingDocument: () => void
  readonly dismissDocumentError: () => void
  readonly closeDocument: () => void
  readonly chooseChapter: (index: number, isChosen: boolean) => void
  readonly chooseAllChapters: (isChosen: boolean) => void
  readonly editChapter: (index: number, text: string) => void
  /** Puts the chosen chapters behind the text to speak, or in its place. */
  readonly putDocumentIntoText: (how: 'add' | 'replace') => void
  /** Makes a project of the chosen chapters and shows it. Resolves to whether it could be kept; a notice says why not. */
  readonly makeProjectOfDocument: () => Promise<boolean>
}

export interface DocumentsParts {
  readonly services: Pick<AppServices, 'documents'>
  readonly acts: RunningActs
}

export function createDocumentsSlice(
  { services: { documents }, acts }: DocumentsParts,
  set: SetSlice<DocumentsSlice>,
  get: GetState<DocumentsSlice & Pick<SpeakSlice, 'text' | 'setText'> & Pick<ProjectsSlice, 'createProject'>>,
): DocumentsSlice {
  /** The newest reading: an older one that was ended says nothing more. */
  let current: AbortSignal | null = null

  function changeChapters(change: (chapter: OpenChapter, index: number) => OpenChapter): void {
    const { openDocument } = get()
    if (openDocument) set({ openDocument: { ...openDocument, chapters: openDocument.chapters.map(change) } })
  }

  return {
    documentReading: { phase: 'idle' },
    openDocument: null,
    waitingDocument: null,

    replaceDocument(yes) {
      const { waitingDocument, openDocument } = get()
      set({ waitingDocument: null, openDocument: yes ? waitingDocument : openDocument })
    },

    readDocument: (file, name) =>
      acts.run('document', async (signal) => {
        current = signal
        const tell = (fraction: number | null) => { set({ documentReading: { phase: 'reading', name, fraction } }) }
        tell(null)
        try {
          const read = withChoice(await documents.read(file, name, tell, signal))
          set({ documentReading: { phase: 'idle' } })
          set(get().openDocument?.isEdited ? { waitingDocument: read } : { openDocument: read })
        } catch (thrown) {
          if (current !== signal) return
          if (isAbort(thrown)) set({ documentReading: { phase: 'idle' } })
          else set({ documentReading: { phase: 'failed', name, error: errorInfo(thrown, 'document-damaged') } })
        }
      }),

    stopReadingDocument() {
      void acts.stop('document')
    },

    dismissDocumentError() {
      if (get().documentReading.phase === 'failed') set({ documentReading: { phase: 'idle' } })
    },

    closeDocument() {
      set({ openDocument: null })
    },

    chooseChapter(index, isChosen) {
      changeChapters((chapter, at) => (at === index ? { ...chapter, isChosen } : chapter))
    },

    chooseAllChapters(isChosen) {
      changeChapters((chapter) => ({ ...chapter, isChosen }))
    },

    editChapter(index, text) {
      changeChapters((chapter, at) => (at === index ? { ...chapter, text } : chapter))
      const { openDocument } = get()
      if (openDocument) set({ openDocument: { ...openDocument, isEdited: true } })
    },

    putDocumentIntoText(how) {
      const { openDocument, text, setText } = get()
      if (!openDocument) return
      const chosen = textOfChosen(openDocument.chapters)
      setText(how === 'add' && text.trim() !== '' ? `${text.trimEnd()}\n\n${chosen}` : chosen)
    },

    async makeProjectOfDocument() {
      const { openDocument, createProject } = get()
      if (!openDocument) return false
      const { title, author, language, cover } = openDocument
      const chapters = chosenOf(openDocument.chapters).map((chapter) => ({ title: chapter.title, text: chapter.text }))
      return (await createProject({ title, author, language, cover, chapters })) !== null
    },
  }
}

/** Everything is chosen but what listeners rarely want; of a document that is nothing else, all of it. */
function withChoice(read: ReadDocument): OpenDocument {
  const isAllAside = read.chapters.every(({ isAside }) => isAside)
  return { ...read, isEdited: false, chapters: read.chapters.map((chapter) => ({ ...chapter, isChosen: isAllAside || !chapter.isAside })) }
}

/** Ticked, and not empty. */
function chosenOf(chapters: readonly OpenChapter[]): readonly OpenChapter[] {
  return chapters.filter(({ isChosen, text }) => isChosen && text.trim() !== '')
}

/** The texts of the chosen chapters as one. */
export function textOfChosen(chapters: readonly OpenChapter[]): string {
  return chosenOf(chapters).map(({ text }) => text.trim()).join('\n\n')
}

/** Whether the chosen chapters are short enough to be spoken in one reading. */
export function fitsIntoText(chosen: string): boolean {
  return chosen !== '' && characterCount(chosen) <= MAX_TEXT_CHARACTERS
}
