import type { Line } from './page-lines'

/** What repeats at the edges of pages and is no part of the text: running heads, page numbers; and notes at the foot of a page. */

/** So many lines at the top and at the bottom of a page are looked at. */
const EDGE_LINES = 2
/** Left and right pages have heads of their own, so the same one comes again two pages on. */
const REACH = 2
/** Of the text's size: what is larger at the top of a page begins a chapter. */
const LARGE = 1.15
const SMALL = 0.93
const PAGE_NUMBER = /^(?:[-–—|[(]?\s*(?:page|seite|p\.|pg\.?)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|\/|von)\s*\d{1,4})?\s*[-–—|\])]?)$/i

/** The pages without what stands at their edges. @param bodySize the type's size of most of the text */
export function withoutFurniture(pages: readonly (readonly Line[])[], bodySize: number): readonly (readonly Line[])[] {
  const edges = pages.map((lines) => edgeLines(lines, bodySize))
  return pages.map((lines, page) => {
    const dropped = new Set(edges[page]?.filter((line) => PAGE_NUMBER.test(line.text) || comesAgain(line, page, edges)))
    return withoutFootNotes(lines.filter((line) => !dropped.has(line)), bodySize)
  })
}

function edgeLines(lines: readonly Line[], bodySize: number): readonly Line[] {
  const byHeight = [...lines].sort((first, second) => second.y - first.y)
  const edge = [...byHeight.slice(0, EDGE_LINES), ...byHeight.slice(-EDGE_LINES)]
  return [...new Set(edge)].filter(({ size, text }) => size < LARGE * bodySize || PAGE_NUMBER.test(text))
}

function comesAgain(line: Line, page: number, edges: readonly (readonly Line[])[]): boolean {
  const neighbours = [-2, -1, 1, 2].filter((step) => Math.abs(step) <= REACH).flatMap((step) => edges[page + step] ?? [])
  return neighbours.some((other) => Math.abs(other.y - line.y) < line.size && sameButNumbers(other.text) === sameButNumbers(line.text))
}

/** Roman numbers are those of pages, which stand at an end: inside, “mix” and “civil” are words. */
function sameButNumbers(text: string): string {
  return text.toLowerCase().replace(/\d+/g, '#').replace(/^[ivxlc]+\b|\b[ivxlc]+$/g, '#').replace(/\s+/g, '')
}

/** Smaller lines at the end of a column, the first of which begins as a note does. */
function withoutFootNotes(lines: readonly Line[], bodySize: number): readonly Line[] {
  const dropped = new Set<Line>()
  for (const [index, line] of lines.entries()) {
    if (line.column === lines[index + 1]?.column) continue
    let from = index
    while (lines[from - 1]?.column === line.column && (lines[from]?.size ?? 0) < SMALL * bodySize) from -= 1
    if ((lines[from]?.size ?? 0) >= SMALL * bodySize) from += 1
    const first = lines[from]
    const isNote = from <= index && first !== undefined && (first.beginsWithMark || /^(?:\d{1,3}[.)]?|[*†‡§])\s*\p{L}/u.test(first.text))
    if (isNote) for (const note of lines.slice(from, index + 1)) dropped.add(note)
  }
  return lines.filter((line) => !dropped.has(line))
}
