import { PAUSE_TAG } from '../normaliser/pause-tags'
import { digitByDigit, letterByLetter } from './said-forms'

/** What a mark sets from its place on, until it is closed, set again, or the text ends. */
export type MarkedQuality = 'pace' | 'pitch' | 'loudness' | 'voice' | 'mood' | 'say-as'

/** What a mark does. */
export type MarkAct =
  /** It stays in the spoken text, whose silence it is. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'sets'; readonly quality: MarkedQuality; readonly value: string }
  | { readonly kind: 'ends'; readonly quality: MarkedQuality }
  /** Other words are said than are written. */
  | { readonly kind: 'says'; readonly written: string; readonly spoken: string }
  /** Nobody knows what it asks for: it is shown and not spoken. */
  | { readonly kind: 'unknown'; readonly why: UnknownMark }

/** Why a mark does nothing. 'cue': a sound such as laughing, which no engine here makes. */
export type UnknownMark = 'name' | 'value' | 'cue'

/** A mark and its place `[start, end)` in the text as it is written, in UTF-16 units. */
export type Mark = MarkAct & { readonly start: number; readonly end: number }

/** A bracket with a name, perhaps with a value; not a link of Markdown or of a wiki. Every part is bounded: the search is linear. */
const bracket = /(?<!\[)\[(\/?)([a-z][a-z-]{1,19})(?:([ \t]{0,3}[:=][ \t]{0,3}|[ \t])([^[\]\n]{0,300}))?\](?![(\]])/gi
const wholePause = new RegExp(`^(?:${PAUSE_TAG.source})$`, 'i')

/** Shorter ways to write marks. */
const shorthands: Readonly<Record<string, readonly [MarkedQuality, string]>> = {
  slower: ['pace', '0.85'], faster: ['pace', '1.2'], lower: ['pitch', '-2'], higher: ['pitch', '+2'], softer: ['loudness', '-6'], louder: ['loudness', '+6'],
}

/** What other programs let a voice do between words. */
const cues = new Set(
  'laugh laughs laughing laughter chuckle chuckles giggle giggles sigh sighs sighing gasp gasps cough coughs whisper whispers whispering shout shouts shouting cry cries crying sob sobs sniff sniffs groan groans yawn yawns hum hums music applause clears-throat breathes inhale inhales exhale exhales'.split(' '),
)

/** How far each quality may go. */
export const MARK_RANGES = { pace: [0.6, 1.6], pitch: [-6, 6], loudness: [-12, 12] } as const

/** Finds all marks of a text, in order. Time grows with its length. */
export function findMarks(text: string): readonly Mark[] {
  const marks: Mark[] = []
  for (const found of text.matchAll(bracket)) {
    const [whole, slash = '', name = '', sign = '', value = ''] = found
    const act = wholePause.test(whole) ? ({ kind: 'pause' } as const) : actOf(slash !== '', name, sign.trim(), value.trim())
    if (act) marks.push({ ...act, start: found.index, end: found.index + whole.length })
  }
  return marks
}

/** Null where the bracket is no mark but text. */
function actOf(ends: boolean, written: string, sign: string, value: string): MarkAct | null {
  const name = written.toLowerCase()
  const shorthand = Object.hasOwn(shorthands, name) ? shorthands[name] : undefined
  const quality = shorthand?.[0] ?? (isQuality(name) ? name : null)
  if (ends) return quality && sign === '' ? { kind: 'ends', quality } : { kind: 'unknown', why: 'name' }
  if (name === 'pause') return sign === '' && value !== '' && !/^\d/.test(value) ? null : { kind: 'unknown', why: 'value' }
  // "[Voice]" begins with a capital as words of a text do, and "[lower part]" is one.
  if (sign === '' && (written !== name || value !== '')) return null
  if (shorthand && sign === '') return { kind: 'sets', quality: shorthand[0], value: shorthand[1] }
  if (sign !== '' && name === 'spell') return value === '' ? { kind: 'unknown', why: 'value' } : { kind: 'says', written: value, spoken: letterByLetter(value) }
  if (sign !== '' && name === 'say') return saysOf(value)
  if (quality) return setsOf(quality, value)
  if (cues.has(name)) return { kind: 'unknown', why: 'cue' }
  // "[Note: see below]" is text, and so is an address.
  return sign !== '' && written === name && !value.startsWith('//') ? { kind: 'unknown', why: 'name' } : null
}

/** True for a pronunciation between slashes, in the International Phonetic Alphabet. */
export function isIpa(spoken: string): boolean {
  return /^\/[^/]+\/$/.test(spoken)
}

function saysOf(value: string): MarkAct {
  const [written = '', spoken = '', ...more] = value.split('|').map((part) => part.trim())
  return written === '' || spoken === '' || more.length > 0 ? { kind: 'unknown', why: 'value' } : { kind: 'says', written, spoken }
}

function setsOf(quality: MarkedQuality, value: string): MarkAct {
  const isKnown = quality === 'voice' || quality === 'mood' ? value !== '' : quality === 'say-as' ? saidAs(value) !== null : markedNumber(quality, value) !== null
  return isKnown ? { kind: 'sets', quality, value } : { kind: 'unknown', why: 'value' }
}

function isQuality(name: string): name is MarkedQuality {
  return Object.hasOwn(MARK_RANGES, name) || name === 'voice' || name === 'mood' || name === 'say-as'
}

const levels: Readonly<Record<keyof typeof MARK_RANGES, Readonly<Record<string, number>>>> = {
  pace: { slow: 0.85, normal: 1, fast: 1.2 },
  pitch: { low: -2, normal: 0, high: 2 },
  loudness: { soft: -6, normal: 0, loud: 6 },
}
const units: Readonly<Record<keyof typeof MARK_RANGES, RegExp>> = {
  pace: /^(\d(?:[.,]\d{1,3})?) ?x?$/i,
  pitch: /^([+\u2212-]?\d(?:[.,]\d{1,2})?) ?(?:st|semitones?)?$/i,
  loudness: /^([+\u2212-]?\d{1,2}(?:[.,]\d{1,2})?) ?(?:db)?$/i,
}

/** The figure of a pace (factor), a pitch (semitones) or a loudness (dB), also as a word; null where it is none or out of range. */
export function markedNumber(quality: keyof typeof MARK_RANGES, value: string): number | null {
  const named = value.toLowerCase()
  const word = Object.hasOwn(levels[quality], named) ? levels[quality][named] : undefined
  if (word !== undefined) return word
  const figure = units[quality].exec(value)?.[1]
  if (figure === undefined) return null
  const number = Number(figure.replace(',', '.').replace('\u2212', '-'))
  const [least, most] = MARK_RANGES[quality]
  return number >= least && number <= most ? number : null
}

/** How a text is said that is marked with `say-as`; null where nobody knows such a way. */
export function saidAs(kind: string): ((text: string) => string) | null {
  switch (kind.toLowerCase()) {
    case 'letters':
    case 'phone':
      return letterByLetter
    case 'digits':
      return digitByDigit
    default:
      return null
  }
}

