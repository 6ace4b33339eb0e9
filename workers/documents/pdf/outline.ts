import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { oneLine } from '../blocks'
import type { Section } from '../chapters'
import type { PlacedBlock } from './paragraphs'

/** A bookmark: the page, from 0, and how high on it, in points; null at its top. */
interface Bookmark {
  readonly title: string
  readonly page: number
  readonly top: number | null
}

type OutlineItem = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>[number]

/** Parts and their chapters. */
const DEPTH = 2
const MOST_BOOKMARKS = 2_000

/** The bookmarks of a PDF, parts and chapters; empty where it has none, or they cannot be followed. */
export async function readBookmarks(pdf: PDFDocumentProxy): Promise<readonly Bookmark[]> {
  // Typed as if it were always there.
  const outline = ((await pdf.getOutline()) as readonly OutlineItem[] | null) ?? []
  const [only] = outline
  const items = only && outline.length === 1 && only.items.length > 1 ? flat(only.items as readonly OutlineItem[], DEPTH) : flat(outline, DEPTH)
  const bookmarks = await Promise.all(items.slice(0, MOST_BOOKMARKS).map((item) => bookmarkOf(pdf, item)))
  return bookmarks.filter((bookmark) => bookmark !== null)
}

function flat(items: readonly OutlineItem[], depth: number): readonly OutlineItem[] {
  return depth === 0 ? [] : items.flatMap((item) => [item, ...flat(item.items as readonly OutlineItem[], depth - 1)])
}

async function bookmarkOf(pdf: PDFDocumentProxy, { title, dest }: OutlineItem): Promise<Bookmark | null> {
  try {
    const place: readonly unknown[] | null = typeof dest === 'string' ? await pdf.getDestination(dest) : dest
    const [page, kind, first, second] = place ?? []
    const index = typeof page === 'number' ? page : await pdf.getPageIndex(page as Parameters<typeof pdf.getPageIndex>[0])
    const name = (kind as { readonly name?: string } | undefined)?.name
    const top = name === 'XYZ' ? second : name === 'FitH' || name === 'FitBH' ? first : null
    return { title: oneLine(title), page: index, top: typeof top === 'number' ? top : null }
  } catch {
    // A bookmark to nowhere: the others still lead somewhere.
    return null
  }
}

/** Cuts the text where bookmarks lead to: at the block that says the same, else at the first one not above the place. */
export function sectionsByBookmarks(blocks: readonly PlacedBlock[], bookmarks: readonly Bookmark[]): readonly Section[] {
  const cuts = new Map<number, string>()
  for (const { title, page, top } of bookmarks) {
    const isThere = ({ page: own, y, text }: PlacedBlock) => own === page && (top === null || y <= top + 2 || sounds(text) === sounds(title))
    const named = blocks.findIndex((block) => block.page === page && sounds(title).length > 2 && sounds(block.text).startsWith(sounds(title)))
    const at = named >= 0 ? named : blocks.findIndex((block) => isThere(block) || block.page > page)
    if (at >= 0 && !cuts.has(at)) cuts.set(at, title)
  }
  const places = [...new Set([0, ...cuts.keys()])].sort((first, second) => first - second)
  return places.map((from, index) => ({ title: cuts.get(from) ?? null, blocks: blocks.slice(from, places[index + 1]) }))
}

function sounds(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\d]/gu, '')
}
