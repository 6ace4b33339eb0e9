import { Parser } from 'htmlparser2'
import { MynaError } from '../../../src/shared/protocol/errors'
import { oneLine, plainSpaces, rowBlocks, type Block } from '../blocks'
import { headingLevel, isBlock, isHidden, isNote, isNoteSign, isRaised, saysNoteReference, SILENT } from './elements'

/** The text of an HTML or XHTML document: what a person would read aloud of it. */
export interface MarkupText {
  readonly blocks: readonly Block[]
  /** Index of the block in or before which each `id` stands. */
  readonly anchors: ReadonlyMap<string, number>
  /** What its head calls it; empty where it does not. */
  readonly title: string
  readonly language: string | null
  /** Contents of `<meta name=…>`, by lower-case name. */
  readonly meta: ReadonlyMap<string, string>
}

export interface MarkupOptions {
  /**
   * Where notes stand that are only referred to: each address (`path#id`, as `resolve` gives it) that a note's mark links to is added,
   * and an element at such an address is left out. Shared by the files of one book.
   */
  readonly noteTargets?: Set<string>
  /** The full address of a link in this document; null for one that leads out of it. */
  readonly resolve?: (link: string) => string | null
}

interface Open {
  readonly name: string
  /** It and all in it are not read. */
  readonly isSilent: boolean
  /** Where in the paragraph it began. */
  readonly start: number
  /** Of a link inside the book: where it leads, and whether it says itself that it is a note's mark. */
  readonly link: { readonly target: string; readonly isMark: boolean } | null
  isRaised: boolean
}

/** Deeper than any document; an attack on whoever goes down into it. */
const DEEPEST = 2_000

/**
 * Reads markup from front to back, without building a tree of it: scripts, styles, notes and their marks, page numbers, hidden and
 * interactive elements are left out; rows of tables become a sentence each. Errors: `document-damaged` (nested beyond all measure).
 */
export function readMarkup(source: string, options: MarkupOptions = {}): MarkupText {
  const reader = createReader(options)
  const parser = new Parser(reader.handler, { recognizeSelfClosing: true, recognizeCDATA: true })
  parser.write(source)
  parser.end()
  return reader.result()
}

function createReader({ noteTargets = new Set(), resolve = (link) => (link.startsWith('#') ? link : null) }: MarkupOptions) {
  const blocks: Block[] = []
  const anchors = new Map<string, number>()
  const meta = new Map<string, string>()
  const open: Open[] = []
  let silent = 0
  let text = ''
  let level: number | null = null
  let isNoteText = false
  let preformatted = 0
  let title: string | null = null
  let isInTitle = false
  let language: string | null = null
  let cells: string[] | null = null

  function flush(): void {
    const lines = plainSpaces(text).split('\n').map(oneLine).filter((line) => line !== '')
    if (lines.length > 0 && !isNoteText) {
      if (cells) cells.push(lines.join(' '))
      else blocks.push({ text: lines.join(level === null ? '\n' : ' '), level })
    }
    text = ''
    isNoteText = false
  }

  function endRow(): void {
    flush()
    blocks.push(...rowBlocks(cells ?? []))
    cells = null
  }

  function isNotePlace(attributes: Readonly<Record<string, string>>): boolean {
    const address = attributes['id'] === undefined ? null : resolve(`#${attributes['id']}`)
    return address !== null && noteTargets.has(address)
  }

  function onopentag(name: string, attributes: Record<string, string>): void {
    if (open.length > DEEPEST) throw new MynaError('document-damaged', `elements nested deeper than ${DEEPEST}`)
    const notePlace = isNotePlace(attributes)
    const isSilent = silent > 0 || SILENT.has(name) || isHidden(attributes) || isNote(name, attributes) || (notePlace && isBlock(name) && headingLevel(name) === null)
    if (isSilent) silent += 1
    if (!isSilent) begin(name, attributes)
    if (notePlace && !isBlock(name)) isNoteText = true
    const parent = open.at(-1)
    if (parent && isRaised(name, attributes)) parent.isRaised = true
    open.push({ name, isSilent, start: text.length, link: linkOf(name, attributes), isRaised: isRaised(name, attributes) || parent?.isRaised === true })
    if (name === 'title') isInTitle = title === null
    if (name === 'meta' && attributes['name'] !== undefined) meta.set(attributes['name'].toLowerCase(), attributes['content'] ?? '')
    if ((name === 'html' || name === 'body') && language === null) language = attributes['lang'] ?? attributes['xml:lang'] ?? null
  }

  function begin(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'br') text += '\n'
    if (name === 'img' && /^\p{L}$/u.test(attributes['alt'] ?? '')) text += attributes['alt'] ?? ''
    if (isBlock(name)) flush()
    level = headingLevel(name) ?? level
    if (name === 'tr') {
      endRow()
      cells = []
    }
    if (name === 'pre') preformatted += 1
    for (const id of [attributes['id'], name === 'a' ? attributes['name'] : undefined]) if (id !== undefined && !anchors.has(id)) anchors.set(id, blocks.length)
  }

  function onclosetag(name: string): void {
    const closed = open.pop()
    if (!closed) return
    if (name === 'title') isInTitle = false
    if (closed.isSilent) {
      silent -= 1
      return
    }
    if (closed.link && (closed.link.isMark || isNoteSign(text.slice(closed.start).trim(), closed.isRaised))) {
      text = text.slice(0, closed.start)
      if (closed.link.target.includes('#')) noteTargets.add(closed.link.target)
    }
    if (isBlock(name)) flush()
    if (headingLevel(name) !== null) level = null
    if (name === 'tr' || name === 'table') endRow()
    if (name === 'pre') preformatted -= 1
  }

  function linkOf(name: string, attributes: Readonly<Record<string, string>>): Open['link'] {
    const target = name === 'a' && attributes['href'] !== undefined ? resolve(attributes['href']) : null
    const isMark = saysNoteReference(attributes)
    return target !== null && (isMark || target.includes('#')) ? { target, isMark } : null
  }

  return {
    handler: {
      onopentag,
      onclosetag,
      ontext(piece: string) {
        if (isInTitle) title = (title ?? '') + piece
        if (silent > 0) return
        text += preformatted > 0 ? piece : piece.replace(/\s+/g, ' ')
      },
    },
    result(): MarkupText {
      flush()
      return { blocks, anchors, title: oneLine(title ?? ''), language, meta }
    },
  }
}
