import type { TextRules } from './speaking-rules'

/** A chunk's text as the model wants to read it. */
export interface PreparedText {
  readonly text: string
  /** How many frames to go on after the model says that it has ended, so that the last sound can fade. */
  readonly framesAfterEnd: number
}

/** From kyutai-labs/pocket-tts 4.0.1, `prepare_text_prompt` and its caller: short texts are cut off more easily. */
const SHORT_TEXT_WORDS = 4
const FRAMES_AFTER_SHORT_TEXT = 5
const FRAMES_AFTER_TEXT = 3
const PADDING = ' '.repeat(8)

/**
 * Prepares a text as kyutai-labs/pocket-tts does, by the model's rules: characters that it knows, one line, a capital at the
 * start, a mark at the end. White space alone gives an empty text.
 */
export function prepareText(raw: string, rules: TextRules): PreparedText {
  let text = raw.trim()
  if (rules.replaceCharacters.size > 0) text = withoutStrayMarks(words(replaced(text, rules.replaceCharacters)).join(' '))
  text = text.replace(/[\n\r]/g, ' ').replaceAll('  ', ' ')
  if (rules.removeSemicolons) text = text.replaceAll(';', ',')
  const framesAfterEnd = rules.framesAfterEnd ?? (words(text).length <= SHORT_TEXT_WORDS ? FRAMES_AFTER_SHORT_TEXT : FRAMES_AFTER_TEXT)
  if (text === '') return { text, framesAfterEnd }
  if (rules.capitalises) text = capitalised(text)
  if (rules.endsSentences) text = ended(text)
  if (rules.padsShortTexts && words(text).length <= SHORT_TEXT_WORDS) text = PADDING + text
  return { text, framesAfterEnd }
}

const words = (text: string) => text.split(/\s+/u).filter((word) => word !== '')

function replaced(text: string, characters: ReadonlyMap<string, string>): string {
  return Array.from(text, (character) => characters.get(character) ?? character).join('')
}

/** Where a quote between them is gone, only the mark of the sentence stays: '"Hi?", she said'. */
function withoutStrayMarks(text: string): string {
  return text.replace(/([.!?…])\s*[,;:]/gu, '$1')
}

function capitalised(text: string): string {
  const [first = ''] = text
  return first.toUpperCase() + text.slice(first.length)
}

/** Marks that end a sentence, marks that become a full stop at the end of a text, and what is looked through to find either. */
const SENTENCE_END = /[.!?…]$/u
const WEAK_END = /[,;:\-–—]$/u
const TRAILING_WEAK = /[,;:\-–— ]+$/u
const TRAILING_CLOSERS = /["'”’)\]» ]+$/u

function ended(text: string): string {
  const core = text.replace(TRAILING_CLOSERS, '')
  const closers = text.slice(core.length).trim()
  if (core === '' || SENTENCE_END.test(core)) return text
  return WEAK_END.test(core) ? `${core.replace(TRAILING_WEAK, '')}.${closers}` : `${text}.`
}
