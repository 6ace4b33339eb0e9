import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom/worker'
import type { ReadDocument } from '../../../src/shared/protocol/document'
import { MynaError } from '../../../src/shared/protocol/errors'
import { decodeMarkup } from '../../../src/shared/text/decode-text'
import { oneLine, type Block } from '../blocks'
import { chaptersOf, sectionsByHeadings } from '../chapters'
import { createTextBudget, titleOfName, type DocumentFile } from '../document-file'
import { readMarkup, type MarkupText } from '../markup/markup-reader'

const LARGEST_FILE = 64 * 2 ** 20
/** What is longer is a book in one page: there is no other content to take away, and a tree of it would not fit. */
const LONGEST_ARTICLE = 200_000
/** An article that is less than this share of the page's text is probably not all of it. */
const LEAST_SHARE = 0.25

interface Article {
  readonly markup: MarkupText
  readonly title: string
  readonly author: string | null
}

/**
 * Reads a web page: its article, as a browser's reading mode finds it (Mozilla's Readability), else all of its text. Nothing in it runs
 * or is fetched. Errors: `document-too-large`, `document-empty`.
 */
export async function readHtml({ blob, name, onProgress }: DocumentFile): Promise<ReadDocument> {
  if (blob.size > LARGEST_FILE) throw new MynaError('document-too-large', `${blob.size} bytes of HTML`)
  const source = decodeMarkup(new Uint8Array(await blob.arrayBuffer()), TextDecoder)
  const page = readMarkup(source)
  const length = lengthOf(page)
  createTextBudget()(length)
  onProgress(0.5)
  const article = length > LONGEST_ARTICLE ? null : articleOf(source)
  const isWhole = article !== null && lengthOf(article.markup) > LEAST_SHARE * length
  const named = titleOf(page, isWhole ? article.title : '')
  const title = named || titleOfName(name)
  const blocks = isWhole ? withTitle(article.markup.blocks, named) : page.blocks
  onProgress(1)
  return {
    title,
    author: (isWhole ? article.author : null) ?? (oneLine(page.meta.get('author') ?? '') || null),
    language: page.language,
    cover: null,
    chapters: chaptersOf(sectionsByHeadings(blocks, title)),
  }
}

/** Without the name of the site, where a heading says the same without it. */
function titleOf(page: MarkupText, articleTitle: string): string {
  const title = articleTitle || page.title
  const heading = page.blocks.find(({ level }) => level === 1)?.text
  return heading !== undefined && title.includes(heading) ? heading : title
}

/** Readability takes the title out of the text: whoever listens wants to hear it. */
function withTitle(blocks: readonly Block[], title: string): readonly Block[] {
  return title === '' || blocks.some(({ text }) => text === title) ? blocks : [{ text: title, level: 1 }, ...blocks]
}

function lengthOf({ blocks }: MarkupText): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0)
}

/** A tree that Readability can work on; the types of both are a window's, which a worker does not have. */
function pageOf(source: string): ConstructorParameters<typeof Readability>[0] {
  const page: unknown = parseHTML(source)
  return (page as { readonly document: ConstructorParameters<typeof Readability>[0] }).document
}

/** Null where the page has no article, or one that cannot be found. */
function articleOf(source: string): Article | null {
  try {
    const found = new Readability(pageOf(source)).parse()
    if (!found?.content) return null
    return { markup: readMarkup(found.content), title: oneLine(found.title ?? ''), author: oneLine(found.byline ?? '') || null }
  } catch {
    // A page too odd for a reading mode is read as a whole.
    return null
  }
}
