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
  /** Paragraphs with an empty line between; may hold marks of `src/shared/text/script`. */
  readonly text: string
}
