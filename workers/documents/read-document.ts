import type { ReadDocument } from '../../src/shared/protocol/document'
import { errorInfo, MynaError } from '../../src/shared/protocol/errors'
import type { DocumentFile } from './document-file'
import { kindOf, type DocumentKind } from './document-kind'

type Reader = (file: DocumentFile) => Promise<ReadDocument>

/** Each is loaded when a file of its kind is read. */
const READERS: Readonly<Record<DocumentKind, () => Promise<Reader>>> = {
  epub: async () => (await import('./epub/read-epub')).readEpub,
  docx: async () => (await import('./docx/read-docx')).readDocx,
  pdf: async () => (await import('./pdf/read-pdf')).readPdf,
  html: async () => (await import('./html/read-html')).readHtml,
  markdown: async () => (await import('./markdown/read-markdown')).readMarkdown,
  subtitles: async () => (await import('./subtitles/read-subtitles')).readSubtitles,
  'plain-text': async () => (await import('./plain-text/read-plain-text')).readPlainText,
}

async function readerOf(kind: DocumentKind): Promise<Reader> {
  try {
    return await READERS[kind]()
  } catch (thrown) {
    throw new MynaError('document-reader-missing', `${kind}: ${String(thrown)}`, { cause: thrown })
  }
}

/**
 * Reads a document of any known kind. Nothing in it runs or is fetched. Errors: `file-empty`, `file-gone`, `document-unknown`,
 * `document-old-word`, `document-damaged`, `document-protected`, `document-password`, `document-pictures`, `document-empty`,
 * `document-too-large`, `document-reader-missing`, `out-of-memory`.
 */
export async function readDocument(file: DocumentFile): Promise<ReadDocument> {
  try {
    const read = await readerOf(await kindOf(file.blob, file.name))
    return await read(file)
  } catch (thrown) {
    if (thrown instanceof DOMException && (thrown.name === 'NotReadableError' || thrown.name === 'NotFoundError')) throw new MynaError('file-gone', thrown.message, { cause: thrown })
    throw thrown instanceof MynaError ? thrown : new MynaError(errorInfo(thrown, 'document-damaged').code, String(thrown), { cause: thrown })
  }
}
