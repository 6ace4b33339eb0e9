import type { PocketConfiguration } from '../configuration'

/** A chunk's text as the model wants to read it. */
export interface PreparedText {
  readonly text: string
  /** How many frames to go on after the model says that it has ended, so that the last sound can fade. */
  readonly framesAfterEnd: number
}

type TextRules = Pick<PocketConfiguration, 'removeSemicolons' | 'framesAfterEnd'>

/** From kyutai-labs/pocket-tts, prepare_text_prompt: short texts are cut off more easily. */
const SHORT_TEXT_WORDS = 4
const FRAMES_AFTER_SHORT_TEXT = 5
const FRAMES_AFTER_TEXT = 3

/**
 * Prepares a text as kyutai-labs/pocket-tts does: one line, single spaces, plain apostrophes, a capital at the start,
 * an end mark at the end. White space alone gives an empty text.
 */
export function prepareText(raw: string, rules: TextRules): PreparedText {
  let text = raw.replace(/\s+/gu, ' ').trim().replace(/[\u2018\u2019]/g, "'")
  if (rules.removeSemicolons) text = text.replaceAll(';', ',')
  const words = text === '' ? 0 : text.split(' ').length
  const guess = words <= SHORT_TEXT_WORDS ? FRAMES_AFTER_SHORT_TEXT : FRAMES_AFTER_TEXT
  const framesAfterEnd = rules.framesAfterEnd ?? guess
  text = capitalised(text)
  if (/[\p{L}\p{N}]$/u.test(text)) text += '.'
  return { text, framesAfterEnd }
}

function capitalised(text: string): string {
  const [first = ''] = text
  const upper = first.toUpperCase()
  // Some letters have no single capital (ß): they stay.
  return Array.from(upper).length === 1 ? upper + text.slice(first.length) : text
}
