import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { ReadDocument } from '../../../src/shared/protocol/document'
import { MynaError } from '../../../src/shared/protocol/errors'
import { oneLine } from '../blocks'
import { chaptersOf, sectionsByHeadings } from '../chapters'
import { createTextBudget, titleOfName, type DocumentFile } from '../document-file'
import { withPdf } from './open-pdf'
import { readBookmarks, sectionsByBookmarks } from './outline'
import { withoutFurniture } from './page-furniture'
import { linesOfPage, type Fragment, type Line } from './page-lines'
import { paragraphsOf, type PlacedBlock } from './paragraphs'

/** Whatever PDF.js keeps of pages is dropped each time so many were read. */
const CLEAN_EVERY = 25
/** Fewer letters than this on the average page are stamps and numbers of a scan. */
const LEAST_PER_PAGE = 5

/**
 * Reads a PDF: its text in reading order, of one column or two, without running heads, page numbers and notes at the foot of a page,
 * with hyphenated words put together. Chapters are its bookmarks, else its headings by the size of their type. No more than one page's
 * pictures and fonts are held. Errors: `document-password`, `document-damaged`, `document-pictures` (a scan), `document-too-large`.
 */
export function readPdf({ blob, name, onProgress }: DocumentFile): Promise<ReadDocument> {
  return withPdf(blob, async (pdf) => {
    const pages = await readPages(pdf, onProgress)
    const letters = pages.flat().reduce((sum, { text }) => sum + text.length, 0)
    if (letters < LEAST_PER_PAGE * pages.length) throw new MynaError('document-pictures', `${letters} letters on ${pages.length} pages`)
    const bodySize = usualSize(pages.flat())
    const blocks = paragraphsOf(withoutFurniture(pages, bodySize).flat(), bodySize)
    const facts = await readFacts(pdf)
    const title = facts.title ?? titleOf(blocks) ?? titleOfName(name)
    const bookmarks = await readBookmarks(pdf)
    return {
      title,
      author: facts.author,
      language: facts.language,
      cover: null,
      chapters: chaptersOf(bookmarks.length > 1 ? sectionsByBookmarks(blocks, bookmarks) : sectionsByHeadings(blocks, title)),
    }
  })
}

async function readPages(pdf: PDFDocumentProxy, onProgress: (fraction: number) => void): Promise<readonly (readonly Line[])[]> {
  const spend = createTextBudget()
  const pages: (readonly Line[])[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const lines = linesOfPage(items.flatMap((item) => ('str' in item ? fragmentsOf(item) : [])), number - 1)
    for (const { text } of lines) spend(text.length)
    pages.push(lines)
    page.cleanup()
    if (number % CLEAN_EVERY === 0) await pdf.cleanup()
    onProgress(number / pdf.numPages)
  }
  return pages
}

interface TextItem {
  readonly str: string
  readonly transform: readonly unknown[]
  readonly width: number
}

/** None of what is turned, as a stamp in the margin is, and of blanks, which the gaps between words tell. */
function fragmentsOf({ str, transform, width }: TextItem): readonly Fragment[] {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform.map(Number)
  const isTurned = Math.abs(b) > 0.1 * Math.abs(a) || Math.abs(c) > Math.abs(d)
  return isTurned || str.trim() === '' ? [] : [{ text: str, x, y, width, size: Math.hypot(c, d) }]
}

/** The size of type in which most letters are set. */
function usualSize(lines: readonly Line[]): number {
  const letters = new Map<number, number>()
  for (const { size, text } of lines) {
    const rounded = Math.round(2 * size) / 2
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length)
  }
  return [...letters].reduce((most, other) => (other[1] > most[1] ? other : most), [10, 0])[0]
}

async function readFacts(pdf: PDFDocumentProxy): Promise<Pick<ReadDocument, 'author' | 'language'> & { readonly title: string | null }> {
  // A damaged description says nothing about the text.
  const info: Readonly<Record<string, unknown>> = await pdf.getMetadata().then((metadata) => metadata.info as Readonly<Record<string, unknown>>, () => ({}))
  const fact = (name: string) => (typeof info[name] === 'string' ? oneLine(info[name]) : '') || null
  const title = fact('Title')
  return { title: title !== null && isTitle(title) ? title : null, author: fact('Author'), language: fact('Language') }
}

/** Programs write the name of a file, or nothing of use. */
function isTitle(title: string): boolean {
  return !/^microsoft word|\.(?:docx?|pdf|tex|indd|odt|rtf|txt)$|^untitled/i.test(title)
}

/** The largest heading of the first page. */
function titleOf(blocks: readonly PlacedBlock[]): string | null {
  return blocks.find(({ page, level }) => page === 0 && level === 1)?.text ?? null
}
