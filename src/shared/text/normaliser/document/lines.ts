/** First halves of compounds that keep their hyphen where a line was cut behind it. */
const compoundStarts = new Set(
  (
    'well self half all ever non ex full part long short high low mid old new self-made good ill best open hard soft left right first second ' +
    'third two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety one mother father brother ' +
    'sister son daughter co cross great grand deep fast slow free hand home life time world north south east west blue red green black white ' +
    'dark light warm cold post pre anti pro semi quasi multi so far near state year day week month year-old'
  ).split(' '),
)

/** Below this, lines are verses, addresses or items; mail programs and typewriters cut at forty characters or more. */
const SHORTEST_WIDTH = 28
/** Of the lines that run on, so many must be as full as a cutting machine makes them. */
const FULL_SHARE = 0.75

const endMark = /[.!?…:]["'”’»)\]]*$/
const startsLower = /^["'“‘(]?\p{Ll}/u
const cutWord = /(\p{L}+)[-\u2010\u00ac]$/u
/** A title never ends a line by itself. */
const openTitle = /(?<!\p{L})(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|Gen|Lt|Col|Capt|Sgt|Sr|Sra|Mme|Sig)\.$/u
const ownLine = /^(?:\d{1,3}[.)]\s|[a-z][.)]\s|[IVXLC]+\.\s|[-*+•–—]\s)/

/**
 * Joins the lines of paragraphs that a machine cut at a fixed width, and words that were hyphenated there. Lists,
 * headings, verses and addresses keep their lines.
 */
export function joinedLines(text: string): string {
  if (!text.includes('\n')) return text
  return text
    .split(/(\n[^\S\n]*\n\s*)/)
    .map((paragraph, index) => (index % 2 === 1 ? paragraph : joinedParagraph(paragraph)))
    .join('')
}

function joinedParagraph(paragraph: string): string {
  const written = paragraph.split('\n')
  if (written.length < 2) return paragraph
  const lines = written.map((line) => line.trim())
  const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0)
  const isWrapped = width >= SHORTEST_WIDTH && looksWrapped(lines, width)
  const words = paragraph.includes('-') ? new Set(paragraph.match(/\p{L}+(?:-\p{L}+)*/gu)) : new Set<string>()
  let joined = lines[0] ?? ''
  for (const [index, line] of lines.slice(1).entries()) {
    const previous = lines[index] ?? ''
    if (cutWord.test(previous) && startsLower.test(line)) joined = withHyphen(joined, cutWord.exec(previous)?.[1] ?? '', line, words)
    else if (runsOn(previous, line, width, isWrapped)) joined += ` ${line}`
    else joined += `\n${line}`
  }
  return joined
}

function isFull(line: string, next: string, width: number): boolean {
  const [word = ''] = next.split(' ', 1)
  return line.length + 1 + word.length > width
}

function looksWrapped(lines: readonly string[], width: number): boolean {
  const followed = lines.slice(0, -1).map((line, index) => ({ line, next: lines[index + 1] ?? '' }))
  const lower = followed.filter(({ line, next }) => !endMark.test(line) && startsLower.test(next))
  if (lower.length === 0 || lower.length * 3 < followed.length) return false
  const full = lower.filter(({ line, next }) => isFull(line, next, width))
  const startsAsProse = /^["'“‘(]?[\p{Lu}\d]/u.test(lines[0] ?? '') || followed.length > 2 || lines.some((line) => /[.,;]["'”’)]?$/.test(line))
  return startsAsProse && full.length >= FULL_SHARE * lower.length
}

function runsOn(line: string, next: string, width: number, isWrapped: boolean): boolean {
  if (line === '' || next === '' || ownLine.test(next)) return false
  if (openTitle.test(line)) return true
  if (isWrapped) return isFull(line, next, width) || (!endMark.test(line) && startsLower.test(next))
  // A sentence that was broken by hand: a capital begins it, it has no end, and the next line goes on in lower case.
  return line.length >= SHORTEST_WIDTH && startsLower.test(next) && /^["'“‘(]?\p{Lu}/u.test(line) && /[\p{Ll}\d,]$/u.test(line) && !isList(line)
}

const isList = (line: string) => !/\s\p{Ll}+\s/u.test(line)

/** Joins "some-" and "thing else" as the rest of the text writes the word, else without the hyphen unless it is a compound. */
function withHyphen(before: string, start: string, after: string, words: ReadonlySet<string>): string {
  const [end = ''] = /^\p{L}+/u.exec(after) ?? []
  const isCompound = compoundStarts.has(start.toLowerCase()) || words.has(`${start}-${end}`)
  return isCompound && !words.has(start + end) ? before + after : before.slice(0, -1) + after
}
