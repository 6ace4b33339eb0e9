import { MynaError } from '../../src/shared/protocol/errors'
import { fileTitle } from '../../src/shared/text/file-title'

/** What a reader gets: the file, what it is called, and whom to tell how far it has come (0 to 1). */
export interface DocumentFile {
  readonly blob: Blob
  readonly name: string
  readonly onProgress: (fraction: number) => void
}

/** All chapters together: four times the Bible. What is larger is no book, and would not fit a phone's memory as one. */
export const MOST_CHARACTERS = 20_000_000

/** Counts what was read. Errors: `document-too-large`. */
export function createTextBudget(): (characters: number) => void {
  let spent = 0
  return (characters) => {
    spent += characters
    if (spent > MOST_CHARACTERS) throw new MynaError('document-too-large', `more than ${MOST_CHARACTERS} characters of text`)
  }
}

/** What a document is called that does not say it: by its file. */
export function titleOfName(name: string): string {
  return fileTitle(name.replace(/\.\w{1,8}$/, '').replaceAll('_', ' ')) || 'Untitled'
}
