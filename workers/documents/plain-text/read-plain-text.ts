import type { ReadDocument } from '../../../src/shared/protocol/document'
import { MynaError } from '../../../src/shared/protocol/errors'
import { decodeText } from '../../../src/shared/text/decode-text'
import { oneLine, plainSpaces, type Block } from '../blocks'
import { chaptersOf, sectionsByHeadings } from '../chapters'
import { MOST_CHARACTERS, titleOfName, type DocumentFile } from '../document-file'
import { headingLevelOf } from './heading-lines'

/**
 * Reads plain text in any of the usual encodings. Lines that were broken at a fixed width are joined again; lines such as “CHAPTER I”,
 * alone between empty ones, begin a chapter. What Project Gutenberg puts around a book is left out, but for its title, author and
 * language. Errors: `document-unknown` (not text), `document-too-large`, `document-empty`.
 */
export async function readPlainText({ blob, name, onProgress }: DocumentFile): Promise<ReadDocument> {
  if (blob.size > 4 * MOST_CHARACTERS) throw new MynaError('document-too-large', `${blob.size} bytes of text`)
  const text = decodeText(new Uint8Array(await blob.arrayBuffer()), TextDecoder)
  if (text.length > MOST_CHARACTERS) throw new MynaError('document-too-large', `${text.length} characters`)
  refuseBinary(text)
  const { head, body } = withoutGutenberg(text.replace(/\r\n?/g, '\n'))
  const title = field(head, 'Title') ?? titleOfName(name)
  const blocks = withoutContents(blocksOf(body))
  onProgress(1)
  return {
    title,
    author: field(head, 'Author'),
    language: languageTag(field(head, 'Language')),
    cover: null,
    chapters: chaptersOf(sectionsByHeadings(blocks, title)),
  }
}

/** More than one sign in a hundred that no text has: a file of another kind. */
function refuseBinary(text: string): void {
  const start = text.slice(0, 20_000)
  const odd = start.match(/(?![\s\u001a\u001b\u0085])\p{Cc}|\ufffd/gu)?.length ?? 0
  if (odd > 0.01 * start.length) throw new MynaError('document-unknown', 'bytes that are no text')
}

function withoutGutenberg(text: string): { readonly head: string; readonly body: string } {
  const start = /^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG.*$/im.exec(text)
  const end = /^(?:\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg).*$/im.exec(text)
  const from = start ? start.index + start[0].length : 0
  return { head: text.slice(0, start?.index ?? 0), body: text.slice(from, end && end.index > from ? end.index : undefined) }
}

function field(head: string, name: string): string | null {
  return oneLine(new RegExp(`^${name}: *(.+)$`, 'im').exec(head)?.[1] ?? '') || null
}

const LANGUAGES: Readonly<Record<string, string>> = { english: 'en', german: 'de', french: 'fr', spanish: 'es', italian: 'it', portuguese: 'pt', dutch: 'nl' }

function languageTag(name: string | null): string | null {
  return LANGUAGES[name?.toLowerCase() ?? ''] ?? null
}

/** Whether lines end where a page ended: most lines inside paragraphs are long, and of about the same length. */
function isWrapped(lines: readonly string[]): boolean {
  const inner = lines.filter((line, index) => line.trim() !== '' && (lines[index + 1] ?? '').trim() !== '').map(({ length }) => length)
  if (inner.length < 3) return false
  const longest = Math.max(...inner.slice(0, 5000))
  return longest <= 120 && inner.filter((length) => length > 0.7 * longest).length > 0.5 * inner.length
}

function blocksOf(text: string): readonly Block[] {
  const lines = plainSpaces(text).split('\n')
  const paragraphs = lines.some((line) => line.trim() === '') ? text.split(/\n[ \t\f]*\n/) : lines
  const wrapped = isWrapped(lines)
  return paragraphs.flatMap((paragraph) => {
    const own = plainSpaces(paragraph).split('\n').map(oneLine).filter((line) => line !== '')
    if (own.length === 0) return []
    const level = own.length <= 2 ? headingLevelOf(own.join(' ')) : null
    return [{ text: own.join(wrapped || level !== null ? ' ' : '\n'), level }]
  })
}

/** A list of chapters at the beginning: three or more headings in a row that all come again. */
function withoutContents(blocks: readonly Block[]): readonly Block[] {
  const isHeading = (index: number) => (blocks[index]?.level ?? null) !== null
  const comesAgain = (index: number) => blocks.findIndex(({ text, level }, other) => other > index && level !== null && text.toLowerCase() === blocks[index]?.text.toLowerCase()) > index
  const from = blocks.findIndex((_, index) => isHeading(index) && isHeading(index + 1) && isHeading(index + 2))
  if (from < 0 || from > 50) return blocks
  let to = from
  while (isHeading(to) && comesAgain(to)) to += 1
  return to - from < 3 ? blocks : [...blocks.slice(0, from), ...blocks.slice(to)]
}
