import type { Outcome } from './errors'

/** What a document (a book, a script, subtitles) is to Myna once it was read: chapters of plain text with marks. */
export interface ReadDocument {
  readonly title: string
  /** Null where the document names none. */
  readonly author: string | null
  /** BCP 47, as the document says; null where it does not. */
  readonly language: string | null
  readonly cover: DocumentCover | null
  /** In reading order, at least one. */
  readonly chapters: readonly DocumentChapter[]
}

/** A picture as the document has it. */
export interface DocumentCover {
  readonly bytes: ArrayBuffer
  readonly mediaType: 'image/jpeg' | 'image/png'
}

export interface DocumentChapter {
  readonly title: string
  /**
   * Paragraphs with an empty line between; may hold marks of `src/shared/text/script`. Begins with its headings where the document prints
   * them.
   */
  readonly text: string
  /** Contents, a copyright page, an index, notes: what listeners rarely want. */
  readonly isAside?: true
}

/** What the documents worker offers; `File` is a browser's `Blob`. */
export interface DocumentsApi<File> {
  /**
   * Reads a document; `name` is that of its file. `onProgress` gets the share that is done, 0 to 1. Errors: `file-empty`, `file-gone`,
   * `out-of-memory`, and all that begin with `document-`.
   */
  read(file: File, name: string, onProgress: (fraction: number) => void): Promise<Outcome<ReadDocument>>
}
