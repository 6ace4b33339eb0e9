/** A paragraph or a heading of a document, as plain text. */
export interface Block {
  readonly text: string
  /** Of a heading, 1 (highest) to 6; null for a paragraph. */
  readonly level: number | null
}

/** What nobody says: soft hyphens, signs of no width, and spaces that may not break a line. */
export function plainSpaces(text: string): string {
  return text.replace(/[\u00ad\u200b\u2060\ufeff]/g, '').replace(/[\u00a0\u2007\u202f]/g, ' ')
}

/** One line: every run of white space is a space. */
export function oneLine(text: string): string {
  return plainSpaces(text).replace(/\s+/g, ' ').trim()
}

/** Paragraphs with an empty line between. */
export function textOf(blocks: readonly Block[]): string {
  return blocks.map(({ text }) => text).join('\n\n')
}

/** A table's cell longer than this is a part of a page's layout. */
const LONGEST_CELL = 160

/** A row of a table as it is said: a sentence of its cells, or paragraphs where the table only places text. */
export function rowBlocks(cells: readonly string[]): readonly Block[] {
  if (cells.length === 0) return []
  if (cells.some(({ length }) => length > LONGEST_CELL)) return cells.map((text) => ({ text, level: null }))
  const row = cells.join(', ')
  return [{ text: /[.!?:;…]["”’)]?$/.test(row) ? row : `${row}.`, level: null }]
}
