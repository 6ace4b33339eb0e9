import { excerpt } from './excerpt'

/** As long as a person may make one. */
export const LONGEST_NAME = 60

/** Letters may carry any number of marks: no more than this is shown for each. */
const UNITS_PER_LETTER = 4
/** Letters that are written from right to left, and signs that turn the direction of what follows. */
const turnsDirection = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/**
 * A name that somebody else gave (a file's, a voice's) as it may stand in a line of ours: at most 60 letters on one line, and
 * kept apart from the text around it, so that it does not turn its direction (Unicode's isolates, UAX #9).
 */
export function shownName(name: string): string {
  const short = excerpt(name.slice(0, UNITS_PER_LETTER * LONGEST_NAME), LONGEST_NAME)
  const cut = short === name.trim().replace(/\s+/gu, ' ') || short.endsWith('…') ? short : `${short}…`
  return turnsDirection.test(cut) ? `\u2068${cut}\u2069` : cut
}

/** A name for a voice, from that of a file: at most 60 letters, none of it turning any direction. */
export function nameForVoice(name: string): string {
  const plain = name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cc}]/gu, ' ').trim().slice(0, UNITS_PER_LETTER * LONGEST_NAME)
  return Array.from(plain).slice(0, LONGEST_NAME).join('').trim()
}
