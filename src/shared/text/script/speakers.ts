import type { Turn } from './read-script'

/** Somebody whom a text lets speak, and how often. */
export interface FoundName {
  /** As it is written at first. */
  readonly name: string
  readonly count: number
}

/** Of the lines with words, so many must begin with a name, before anybody is asked who speaks. */
const LEAST_LABELLED_SHARE = 0.3
const LEAST_TURNS = 2

/** Up to four words that begin with a capital, as people and roles are called. Bounded, like everything here. */
const NAME = String.raw`\p{Lu}[\p{L}\p{M}\p{N}'’.-]{0,24}(?: (?:\p{Lu}|\d|of |the |de |von |van |der )[\p{L}\p{M}\p{N}'’.-]{0,24}){0,3}`
/** "Anna: Hello.", "**ANNA** (whispering): Hello.", at the start of a line. */
const label = new RegExp(String.raw`^[ \t>]{0,8}[*_]{0,3}(${NAME})[*_]{0,3}[ \t]?(?:\([^()\n]{0,60}\))?[*_]{0,3}:[*_]{0,3}[ \t]{1,8}(?=\S)`, 'u')
/** Plays: "HAMLET. To be", or the name in capitals alone on a line. */
const playLabel = /^[ \t]{0,40}(\p{Lu}[\p{Lu}\p{M}\p{N}'’ -]{1,30})(?:[ \t]?\([^()\n]{0,60}\))?(?:\.[ \t]{1,8}(?=\S)|[ \t]{0,8}$)/u

/** What stands before a colon and is nobody. */
const nobodies = new Set(
  ('note notes warning tip example question answer ingredients method directions summary date time place address subject from to re cc ps nb step chapter part act scene ' +
    'hinweis achtung beispiel frage antwort zutaten remarque attention exemple nota ejemplo esempio aviso todo contents source sources total email phone fax http https').split(' '),
)

/** Verbs of saying, in the languages that are read. */
const SAYS = ('said says asked asks replied replies answered answers cried shouted whispered muttered murmured added exclaimed called told continued laughed sighed snapped insisted agreed warned ' +
  'sagte sagt fragte fragt rief antwortete erwiderte flüsterte meinte dit demanda répondit cria murmura dijo preguntó respondió gritó disse chiese rispose gridò perguntou respondeu').split(' ').join('|')
const PERSON = String.raw`(?!(?:He|She|It|They|We|You|I|The|A|An|But|And|Then|Er|Sie|Es|Il|Elle|Él|Ella)\b)\p{Lu}[\p{L}\p{M}'’-]{1,24}(?: \p{Lu}[\p{L}\p{M}'’-]{1,24})?`
const saidBy = new RegExp(String.raw`^[,.!?]?[ \t]{1,3}(?:(?:${SAYS})[ \t](${PERSON})|(${PERSON})[ \t](?:${SAYS})(?![\p{L}]))`, 'u')
const bySaying = new RegExp(String.raw`(?:^\s*|[.!?…]["”’»]?\s)(${PERSON})[ \t](?:${SAYS})[,:][ \t]{0,3}$`, 'u')
const closing: Readonly<Record<string, string>> = { '“': '”', '„': '“', '«': '»', '»': '«', '"': '"' }
/** A quotation is no longer: an inch mark must not swallow a chapter. */
const LONGEST_QUOTATION = 3000

/** Names as they are compared: case, spaces and the marks around them do not count. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').replace(/^[\s.*_]+|[\s.*_]+$/g, '')
}

/**
 * Everybody who speaks in a text, the one who speaks first being the first: whose name stands before a line, or beside a
 * quotation. Empty where that is not how the text is written. Time grows with its length.
 */
export function findNames(text: string): readonly FoundName[] {
  const turns = findTurns(text)
  const lineCount = text.split('\n').filter((line) => /[\p{L}\p{N}]/u.test(line)).length
  const labelled = turns.filter(({ nameStart, start }) => start > nameStart)
  const isScript = labelled.length >= LEAST_LABELLED_SHARE * lineCount
  const counted = isScript ? turns : turns.filter(({ nameStart, start }) => start === nameStart)
  if (counted.length < LEAST_TURNS) return []
  const found = new Map<string, FoundName>()
  for (const { speaker } of counted) {
    const key = foldedName(speaker)
    const { name, count } = found.get(key) ?? { name: speaker, count: 0 }
    found.set(key, { name, count: count + 1 })
  }
  return [...found.values()]
}

/**
 * Every stretch that somebody says, in order: lines behind a name, up to the next name or an empty line, and quotations with a name beside
 * them, or with nobody's where two people take turns.
 */
export function findTurns(text: string): readonly Turn[] {
  const paragraphs: Paragraph[] = []
  let at = 0
  for (const part of text.split(/(\n[^\S\n]*(?=\n))/)) {
    const lines = labelledTurns(part, at)
    const spoken = lines.length > 0 ? { turns: lines, unnamed: [] } : quotedTurns(part, at)
    if (/\S/.test(part)) paragraphs.push({ ...spoken, begins: lines.length > 0 ? 'label' : beginningOf(part) })
    at += part.length
  }
  return withTakenTurns(paragraphs)
}

/** What is said in a paragraph. */
interface Paragraph {
  /** By whom is known. */
  readonly turns: readonly Turn[]
  /** Quotations that nobody is named beside. */
  readonly unnamed: readonly Turn[]
  /** 'reply': a quotation behind which no "he said" stands. */
  readonly begins: 'label' | 'quotation' | 'reply' | 'words'
}

function beginningOf(part: string): Paragraph['begins'] {
  const offset = part.length - part.trimStart().length
  const [first] = findQuotations(part)
  if (first?.start !== offset) return 'words'
  return /^\s*(?:$|["“„«»]|\p{Lu})/u.test(part.slice(first.end)) && /[.!?…–—-]$/.test(part.slice(first.start, first.end - 1)) ? 'reply' : 'quotation'
}

/** Where paragraphs that begin with a quotation follow each other and two people take turns, replies without a name are the other one's. */
function withTakenTurns(paragraphs: readonly Paragraph[]): readonly Turn[] {
  const all = [...new Map(paragraphs.flatMap(({ turns }) => turns.map(({ speaker }) => [foldedName(speaker), speaker]))).values()]
  const found: Turn[] = []
  for (let from = 0; from < paragraphs.length; ) {
    const talk = talkFrom(paragraphs, from)
    const pair = pairOf(talk, all)
    for (const [index, { turns, unnamed, begins }] of talk.entries()) {
      const speaker = begins === 'reply' && turns.length === 0 ? pair?.[index % 2] : undefined
      found.push(...turns, ...(speaker === undefined ? [] : unnamed.map((turn) => ({ ...turn, speaker }))))
    }
    from += talk.length
  }
  return found
}

/** The paragraph, and those behind it that begin with a quotation as it does. */
function talkFrom(paragraphs: readonly Paragraph[], from: number): readonly Paragraph[] {
  const isTalk = (paragraph: Paragraph | undefined) => paragraph?.begins === 'quotation' || paragraph?.begins === 'reply'
  let end = from
  while (isTalk(paragraphs[end])) end++
  return paragraphs.slice(from, Math.max(from + 1, end))
}

/** Who takes turns in a talk, the one who begins first; null where it is not two. Of one alone the other is known where the text has just two. */
function pairOf(talk: readonly Paragraph[], all: readonly string[]): readonly (string | undefined)[] | null {
  const pair: [string?, string?] = []
  for (const [index, { turns }] of talk.entries()) {
    for (const { speaker } of turns) {
      if (foldedName(pair[index % 2] ?? speaker) !== foldedName(speaker)) return null
      pair[index % 2] = speaker
    }
  }
  const [one, other] = pair
  if (one !== undefined && other !== undefined) return foldedName(one) === foldedName(other) ? null : pair
  const known = one ?? other
  const [rest] = all.length === 2 && known !== undefined ? all.filter((name) => foldedName(name) !== foldedName(known)) : []
  return [one ?? rest, other ?? rest]
}

function labelledTurns(paragraph: string, offset: number): readonly Turn[] {
  const turns: Turn[] = []
  let at = offset
  for (const line of paragraph.split('\n')) {
    const found = label.exec(line) ?? playLabel.exec(line)
    const speaker = (found?.[1] ?? '').trim()
    const last = turns.at(-1)
    if (found && !nobodies.has(foldedName(speaker))) turns.push({ speaker, nameStart: at, start: at + found[0].length, end: at + line.length })
    else if (last) turns[turns.length - 1] = { ...last, end: at + line.length }
    at += line.length + 1
  }
  // A name that stands alone before nothing is a heading.
  return turns.filter(({ start, end }) => /[\p{L}\p{N}]/u.test(paragraph.slice(start - offset, end - offset)))
}

function quotedTurns(paragraph: string, offset: number): Pick<Paragraph, 'turns' | 'unnamed'> {
  const quotations = findQuotations(paragraph)
  const named = quotations.map(({ start, end }) => {
    const after = saidBy.exec(paragraph.slice(end, end + 80))
    return after?.[1] ?? after?.[2] ?? bySaying.exec(paragraph.slice(Math.max(0, start - 80), start))?.[1]
  })
  // Who alone is named in a paragraph says the rest of what is said there, not what is put in quotation marks within a sentence.
  const names = new Set(named.filter((name) => name !== undefined))
  const [only] = names.size === 1 ? names : []
  const turns: Turn[] = []
  const unnamed: Turn[] = []
  for (const [index, { start, end }] of quotations.entries()) {
    const isSpeech = /[.,!?…–—-]$/.test(paragraph.slice(start, end - 1))
    const speaker = named[index] ?? (isSpeech ? only : undefined)
    const turn = { speaker: speaker ?? '', nameStart: offset + start, start: offset + start, end: offset + end }
    if (speaker !== undefined) turns.push(turn)
    else if (isSpeech) unnamed.push(turn)
  }
  return { turns, unnamed }
}

/** Places of quotations, their marks included. */
function findQuotations(paragraph: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = 0; at < paragraph.length; at++) {
    const close = closing[paragraph.charAt(at)]
    if (close === undefined) continue
    const end = paragraph.slice(at + 1, at + 1 + LONGEST_QUOTATION).indexOf(close)
    if (end < 1) continue
    found.push({ start: at, end: at + end + 2 })
    at += end + 1
  }
  return found
}
