/** A stretch of text as it is set on a page, in points from the page's lower left corner. */
export interface Fragment {
  readonly text: string
  readonly x: number
  /** Of the line that the letters stand on. */
  readonly y: number
  readonly width: number
  /** Of the type. */
  readonly size: number
}

/** A line of a page, in the order in which it is read. */
export interface Line {
  readonly text: string
  readonly page: number
  readonly x: number
  readonly right: number
  readonly y: number
  readonly size: number
  /** The edges of what the line stands in: the page's text, or a column of it. */
  readonly left: number
  readonly edge: number
  /** Counts the columns of a page; a line across the page is one of its own. */
  readonly column: number
  /** It begins with a small raised number or sign, as a note at the foot of a page does. */
  readonly beginsWithMark: boolean
}

/** Fragments of a row with no wide gap between. */
interface Segment {
  text: string
  readonly x: number
  right: number
  readonly beginsWithMark: boolean
  readonly fragments: Fragment[]
}

interface Row {
  readonly y: number
  readonly size: number
  readonly segments: readonly Segment[]
}

/** Of the type's size: how far baselines of one row may lie apart, which holds raised numbers, too. */
const SAME_ROW = 0.55
/** Of the type's size: a gap in which a column may end; words of justified lines stand closer. */
const WIDE_GAP = 1.1
const WORD_GAP = 0.12
/** Of the row's size: smaller and so much higher is a raised sign. */
const SMALL = 0.9
const RAISED = 0.15
const NOTE_MARK = /^(?:\d{1,3}(?:,\d{1,3})*|[*†‡§¶]{1,3}|[a-z])$/
const LEAST_COLUMN_ROWS = 4

/** The lines of a page in reading order: of two columns the left one first, between lines that go across both. */
export function linesOfPage(fragments: readonly Fragment[], page: number): readonly Line[] {
  const rows = rowsOf(fragments)
  const segments = rows.flatMap((row) => row.segments)
  if (segments.length === 0) return []
  const edges = edgesOf(segments)
  const gutter = findGutter(rows, edges)
  return gutter === null ? rows.map((row) => lineOf(row, page, { ...edges, column: 0 })) : inColumns(segments, gutter, page, edges)
}

function edgesOf(segments: readonly Segment[]): { readonly left: number; readonly edge: number } {
  return {
    left: segments.reduce((least, { x }) => Math.min(least, x), Infinity),
    edge: segments.reduce((most, { right }) => Math.max(most, right), -Infinity),
  }
}

function rowsOf(fragments: readonly Fragment[]): readonly Row[] {
  const sorted = [...fragments].sort((first, second) => second.y - first.y)
  const groups: Fragment[][] = []
  for (const fragment of sorted) {
    const group = groups.at(-1)
    const largest = group?.reduce((most, other) => (other.size > most.size ? other : most))
    if (group && largest && Math.abs(largest.y - fragment.y) < SAME_ROW * Math.max(largest.size, fragment.size)) group.push(fragment)
    else groups.push([fragment])
  }
  return groups.map(rowOf)
}

function rowOf(group: readonly Fragment[]): Row {
  const main = group.reduce((most, other) => (other.size * other.text.length > most.size * most.text.length ? other : most))
  const segments: Segment[] = []
  for (const fragment of [...group].sort((first, second) => first.x - second.x)) {
    const { text, x, y, width, size } = fragment
    const last = segments.at(-1)
    const gap = last ? x - last.right : Infinity
    const isMark = size < SMALL * main.size && y > main.y + RAISED * main.size && NOTE_MARK.test(text.trim())
    if (last && gap <= WIDE_GAP * main.size) {
      // A raised number behind a word refers to a note; behind a number it is a power.
      if (!(isMark && !/\d$/.test(last.text))) last.text += (gap > WORD_GAP * main.size ? ' ' : '') + text
      last.right = Math.max(last.right, x + width)
      last.fragments.push(fragment)
    } else {
      segments.push({ text: isMark ? '' : text, x, right: x + width, beginsWithMark: isMark, fragments: [fragment] })
    }
  }
  return { y: main.y, size: main.size, segments }
}

/** Where two columns part; null where there is one. Both have some rows, of about the same width, and few lines go across. */
function findGutter(rows: readonly Row[], { left, edge }: { readonly left: number; readonly edge: number }): number | null {
  const width = edge - left
  const segments = rows.flatMap((row) => row.segments)
  const places = rows.flatMap(({ segments: own }) => own.slice(1).map(({ x }, index) => (x + (own[index]?.right ?? x)) / 2))
  let best: number | null = null
  let fewest = 0.25 * rows.length
  for (const place of new Set(places.map(Math.round))) {
    if (place < left + 0.3 * width || place > left + 0.7 * width) continue
    const before = segments.filter(({ right }) => right <= place)
    const behind = segments.filter(({ x }) => x >= place)
    const crossing = segments.length - before.length - behind.length
    const areColumns = [before, behind].every((side) => side.length >= LEAST_COLUMN_ROWS && median(side.map(({ x, right }) => right - x)) > 0.28 * width)
    if (areColumns && crossing < fewest) [best, fewest] = [place, crossing]
  }
  return best
}

/** Rows are made anew in each column: those of two columns need not stand at one height. */
function inColumns(segments: readonly Segment[], gutter: number, page: number, whole: { readonly left: number; readonly edge: number }): readonly Line[] {
  const rowsWhere = (isMeant: (segment: Segment) => boolean) => rowsOf(segments.filter(isMeant).flatMap(({ fragments }) => fragments))
  const across = rowsWhere(({ x, right }) => x < gutter && right > gutter)
  const columns = [rowsWhere(({ right }) => right <= gutter), rowsWhere(({ x }) => x >= gutter)]
  const lines: Line[] = []
  let column = 0
  let top = Infinity
  for (const row of [...across, null]) {
    for (const rows of columns) {
      const own = rows.filter(({ y }) => y < top && (row === null || y >= row.y))
      const edges = edgesOf(own.flatMap((part) => part.segments))
      column += 1
      lines.push(...own.map((part) => lineOf(part, page, { ...edges, column })))
    }
    column += 1
    if (row) lines.push(lineOf(row, page, { ...whole, column }))
    top = row?.y ?? top
  }
  return lines
}

/** A row of three and more stretches is one of a table: its cells are parted for the ear. */
function lineOf({ y, size, segments }: Row, page: number, place: { readonly left: number; readonly edge: number; readonly column: number }): Line {
  const texts = segments.map(({ text }) => text.trim()).filter((text) => text !== '')
  const [first] = segments
  return {
    text: texts.join(texts.length > 2 ? ', ' : ' ').replace(/\s+/g, ' '),
    page,
    x: first?.x ?? 0,
    right: segments.at(-1)?.right ?? 0,
    y,
    size,
    beginsWithMark: first?.beginsWithMark === true,
    ...place,
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((first, second) => first - second)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
