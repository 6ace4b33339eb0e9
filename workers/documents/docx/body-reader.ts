import { Parser } from 'htmlparser2'
import { oneLine, plainSpaces, rowBlocks, type Block } from '../blocks'
import { headingLevel, type ParagraphStyle } from './styles'

/** Reads the body of a Word document (WordprocessingML, ECMA-376 part 1, 17) as it comes, so that it need not fit into memory. */
export interface BodyReader {
  write(xml: string): void
  /** What was read; ends the reading. */
  end(): readonly Block[]
}

interface Paragraph {
  text: string
  level: number | null
  isContents: boolean
}

/** Deleted text, instructions of fields, and what stands there for older programs. Notes, heads and feet of pages lie in other files. */
const SILENT: ReadonlySet<string> = new Set(['del', 'moveFrom', 'instrText', 'delText', 'Fallback', 'rt'])

/** What formatting was before a change that is kept for review, in an element of the same kind as the formatting. */
const FORMER: ReadonlySet<string> = new Set(['pPrChange', 'rPrChange', 'sectPrChange', 'tblPrChange'])

/** @param spend called with the length of each paragraph; may throw to end the reading */
export function createBodyReader(styles: ReadonlyMap<string, ParagraphStyle>, spend: (characters: number) => void): BodyReader {
  const blocks: Block[] = []
  const paragraphs: Paragraph[] = []
  const tables: { cells: string[]; cell: string[] }[] = []
  let silent = 0
  let former = 0
  let isInRun = false
  let isHiddenRun = false
  let isText = false

  function endParagraph(): void {
    const paragraph = paragraphs.pop()
    if (!paragraph || paragraph.isContents) return
    const { level } = paragraph
    const lines = plainSpaces(paragraph.text).split('\n').map(oneLine).filter((line) => line !== '')
    if (lines.length === 0) return
    const text = lines.join(level === null ? '\n' : ' ')
    spend(text.length)
    const table = tables.at(-1)
    if (table) table.cell.push(oneLine(text))
    else blocks.push({ text, level })
  }

  function say(text: string): void {
    const paragraph = paragraphs.at(-1)
    if (paragraph && silent === 0 && !isHiddenRun) paragraph.text += text
  }

  function onopentag(tag: string, attributes: Record<string, string>): void {
    const name = tag.slice(tag.indexOf(':') + 1)
    const value = attributes['w:val'] ?? ''
    const paragraph = paragraphs.at(-1)
    if (SILENT.has(name)) silent += 1
    if (FORMER.has(name)) former += 1
    if (former > 0) return
    switch (name) {
      case 'p': if (tag.startsWith('w:')) paragraphs.push({ text: '', level: null, isContents: false }); break
      case 'pStyle': if (paragraph) Object.assign(paragraph, styles.get(value)); break
      case 'outlineLvl': if (paragraph) paragraph.level = headingLevel(value); break
      case 'r': [isInRun, isHiddenRun] = [true, false]; break
      case 'vanish': if (isInRun && value !== '0' && value !== 'false') isHiddenRun = true; break
      case 't': isText = true; break
      case 'tab': if (isInRun) say(' '); break
      case 'br': case 'cr': say('\n'); break
      case 'noBreakHyphen': say('-'); break
      case 'tbl': tables.push({ cells: [], cell: [] }); break
    }
  }

  function onclosetag(tag: string): void {
    const name = tag.slice(tag.indexOf(':') + 1)
    if (SILENT.has(name)) silent -= 1
    if (FORMER.has(name)) former -= 1
    if (former > 0) return
    const table = tables.at(-1)
    switch (name) {
      case 'p': if (tag.startsWith('w:')) endParagraph(); break
      case 'r': [isInRun, isHiddenRun] = [false, false]; break
      case 't': isText = false; break
      case 'tc': if (table) endCell(table); break
      case 'tr': if (table) endRow(table); break
      case 'tbl': tables.pop(); break
    }
  }

  function endCell(table: (typeof tables)[number]): void {
    if (table.cell.length > 0) table.cells.push(table.cell.join(' '))
    table.cell = []
  }

  /** A table in a table is said where it stands, in the cell around it. */
  function endRow(table: (typeof tables)[number]): void {
    const row = rowBlocks(table.cells)
    table.cells = []
    const around = tables.at(-2)
    if (around) around.cell.push(...row.map(({ text }) => text))
    else blocks.push(...row)
  }

  const parser = new Parser({ onopentag, onclosetag, ontext: (text) => { if (isText) say(text) } }, { xmlMode: true })
  return {
    write: (xml) => { parser.write(xml) },
    end() {
      parser.end()
      return blocks
    },
  }
}
