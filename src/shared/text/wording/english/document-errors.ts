import type { ErrorCode } from '../../../protocol/errors'
import type { ErrorWording } from './error-wording'

const kept = 'Your text and your voices are untouched.'

/** What is told of a document that could not be read. */
export const documentErrors: Readonly<Record<Extract<ErrorCode, `document-${string}`>, ErrorWording>> = {
  'document-unknown': {
    title: 'Myna does not read this kind of file',
    kept,
    advice: 'Choose an EPUB, a PDF, a Word document (DOCX), a web page, Markdown, plain text or subtitles, or copy the text and paste it.',
  },
  'document-old-word': {
    title: 'This Word document is in an old format, or has a password',
    kept,
    advice: 'Open it in Word or LibreOffice and save it as DOCX without a password.',
  },
  'document-damaged': {
    title: 'This document is damaged or incomplete',
    kept,
    advice: 'Copying or downloading it may have been interrupted. Fetch it again, or open it in another program and save it from there.',
  },
  'document-protected': {
    title: 'This book is copy-protected (DRM)',
    kept,
    advice: 'Only the program it was bought for can open it. Choose an edition without protection.',
  },
  'document-password': {
    title: 'This document has a password',
    kept,
    advice: 'Open it with its password in another program, save it without one, and choose that file.',
  },
  'document-pictures': {
    title: 'There are only pictures of pages in this document',
    kept,
    advice: 'It was scanned. Run it through a text recognition (OCR) program and choose the result.',
  },
  'document-empty': {
    title: 'There is no text in this document',
    kept,
    advice: 'Choose another one, or copy its text and paste it.',
  },
  'document-too-large': {
    title: 'This document is too large to be read',
    kept,
    advice: 'It holds, or pretends to hold, more than any book does. Split it in another program and choose a part of it.',
  },
  'document-reader-missing': {
    title: 'The reader for this kind of document could not be loaded',
    kept,
    advice: 'Check the connection, reload the page, and choose the document again. After that it works offline, too.',
  },
}
