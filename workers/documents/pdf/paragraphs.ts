import { oneLine, type Block } from '../blocks'
import { headingLevelOf } from '../plain-text/heading-lines'
import { median, type Line } from './page-lines'

/** A paragraph or heading, and where it begins. */
export interface PlacedBlock extends Block {
  readonly page: number
  readonly y: number
}

/** Of the text's size: what is larger is a heading. */
const HEADING = 1.17
/** Of the usual distance of lines: what is farther apart is no paragraph. */
const FAR = 1.35
/** Of the type's size: a first line stands in by so much. */
const INDENT = 0.8
/** Of a column's width: a line that ends so early is a paragraph's last. */
const SHORT = 0.08
const SENTENCE_END = /[.!?…:]["”’»)\]]*$/
const BULLET = /^[•▪‣◦●■]\s*/

/** Joins lines to paragraphs and headings, across columns and pages, and puts hyphenated words together again. */
export function paragraphsOf(lines: readonly Line[], bodySize: number): readonly PlacedBlock[] {
  const leading = usualLeading(lines, bodySize)
  const levels = headingLevels(lines, bodySize)
  const levelOf = (line: Line) => levels.get(roundedSize(line.size)) ?? chapterLevel(line)
  const whole = wholeWords(lines)
  const blocks: PlacedBlock[] = []
  let open: { text: string; readonly level: number | null; readonly first: Line } | null = null
  let last: Line | null = null
  const close = () => {
    const text = oneLine(open?.text ?? '').replace(BULLET, '')
    if (open && text !== '') blocks.push({ text, level: open.level, page: open.first.page, y: open.first.y })
  }
  for (const line of lines) {
    const level = levelOf(line)
    if (open && last && level === open.level && goesOn(last, line, level, leading)) {
      open.text = joined(open.text, line.text, whole)
    } else {
      close()
      open = { text: line.text, level, first: line }
    }
    last = line
  }
  close()
  return blocks
}

function goesOn(last: Line, line: Line, level: number | null, leading: number): boolean {
  const isSamePlace = last.page === line.page && last.column === line.column
  const gap = (last.y - line.y) / Math.max(last.size, line.size)
  if (isSamePlace && gap > FAR * (level === null ? leading : 1.3)) return false
  if (Math.abs(last.size - line.size) > 0.08 * last.size) return false
  if (level !== null) return isSamePlace
  if (BULLET.test(line.text)) return false
  const isIndented = line.x > line.left + INDENT * line.size && last.x < last.left + 0.5 * INDENT * last.size
  const endsEarly = last.right < last.edge - SHORT * (last.edge - last.left)
  return !(isIndented && !/^\p{Ll}/u.test(line.text)) && !(endsEarly && SENTENCE_END.test(last.text))
}

/** Distance of lines by the type's size. */
function usualLeading(lines: readonly Line[], bodySize: number): number {
  const gaps = lines.flatMap((line, index) => {
    const next = lines[index + 1]
    return next && next.page === line.page && next.column === line.column && Math.abs(line.size - bodySize) < 1 ? [(line.y - next.y) / line.size] : []
  })
  return gaps.length > 0 ? median(gaps.slice(0, 20_000)) : 1.2
}

function roundedSize(size: number): number {
  return Math.round(2 * size) / 2
}

/** The larger sizes of type as levels of headings, the largest 1. */
function headingLevels(lines: readonly Line[], bodySize: number): ReadonlyMap<number, number> {
  const sizes = new Set(lines.filter(({ size }) => size > HEADING * bodySize).map(({ size }) => roundedSize(size)))
  return new Map([...sizes].sort((first, second) => second - first).map((size, index) => [size, Math.min(6, index + 1)]))
}

/** A line that is as large as the text but says “Chapter 3”, and fills no line. */
function chapterLevel({ text, right, left, edge }: Line): number | null {
  return text.length > 4 && right - left < 0.8 * (edge - left) + 1 ? headingLevelOf(text) : null
}

/** Words with a hyphen that stand inside lines: they keep it when one of them ends a line. */
function wholeWords(lines: readonly Line[]): ReadonlySet<string> {
  return new Set(lines.flatMap(({ text }) => text.toLowerCase().match(/\p{L}+-\p{L}+/gu) ?? []))
}

function joined(text: string, next: string, whole: ReadonlySet<string>): string {
  if (text.endsWith('\u00ad')) return text.slice(0, -1) + next
  const before = /(\p{L}+)[-‐]$/u.exec(text)
  const behind = /^\p{Ll}+/u.exec(next)
  if (!before || !behind) return /[-‐]$/.test(text) && /^\p{L}/u.test(next) ? text + next : `${text} ${next}`
  const isWhole = whole.has(`${before[1] ?? ''}-${behind[0]}`.toLowerCase())
  return (isWhole ? text : text.slice(0, -1)) + next
}
