import { MynaError } from '../../src/shared/protocol/errors'
import type { DocumentChapter } from '../../src/shared/protocol/document'
import { oneLine, textOf, type Block } from './blocks'

/** A stretch of blocks that begins a chapter; its title null where the document names none. */
export interface Section {
  readonly title: string | null
  readonly blocks: readonly Block[]
  /** What a listener rarely wants, by what the document says of it. */
  readonly isAside?: boolean
}

const ASIDE_TITLE =
  /^(?:(?:table of )?contents|copyright(?: page| notice)?|colophon|index|(?:end|foot)?notes|bibliography|works cited|references|also by\b.*|about the publisher|list of (?:illustrations|figures|tables|maps)|(?:the )?full project gutenberg.*|the project gutenberg.*|inhalt(?:sverzeichnis)?|impressum|table des mati[eè]res|sommaire|índice|indice|sumário)$/i
const LONGEST_TITLE = 120

/**
 * Chapters out of sections. What is empty goes; a section of headings alone ("Part One") is said at the beginning of the next one.
 * A section without a title has that of its first heading, else a number. Errors: `document-empty` where nothing is left.
 */
export function chaptersOf(sections: readonly Section[]): readonly DocumentChapter[] {
  const chapters: DocumentChapter[] = []
  let waiting: readonly Block[] = []
  for (const { title, blocks, isAside = false } of sections) {
    if (blocks.length === 0) continue
    if (blocks.every(({ level }) => level !== null)) {
      waiting = [...waiting, ...blocks]
      continue
    }
    const name = oneLine(title ?? blocks.find(({ level }) => level !== null)?.text ?? '') || `Part ${chapters.length + 1}`
    chapters.push({
      title: name.slice(0, LONGEST_TITLE),
      text: textOf([...waiting, ...blocks]),
      ...((isAside || ASIDE_TITLE.test(name)) && { isAside: true }),
    })
    waiting = []
  }
  if (waiting.length > 0) chapters.push({ title: (waiting[0]?.text ?? '').slice(0, LONGEST_TITLE), text: textOf(waiting) })
  if (chapters.length === 0) throw new MynaError('document-empty', 'no text was found')
  return chapters
}

/**
 * Cuts a document at its headings: at the highest level that occurs more than once, and at those above it. What stands before the
 * first of them is a section of its own, named `title` unless a heading names it.
 */
export function sectionsByHeadings(blocks: readonly Block[], title: string): readonly Section[] {
  const levels = blocks.flatMap(({ level }) => (level === null ? [] : [level]))
  const deepest = [1, 2, 3, 4, 5, 6].find((level) => levels.filter((other) => other === level).length > 1) ?? 0
  const sections: { title: string | null; blocks: Block[] }[] = [{ title: null, blocks: [] }]
  for (const block of blocks) {
    const begins = block.level !== null && block.level <= deepest
    if (begins) sections.push({ title: block.text, blocks: [] })
    sections.at(-1)?.blocks.push(block)
  }
  return sections.map((section, index) => (index === 0 && !section.blocks.some(({ level }) => level !== null) ? { ...section, title } : section))
}
