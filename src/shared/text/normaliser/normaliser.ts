import { byBlocks } from './document/blocks'
import { withoutForeignWords } from './document/foreign-words'
import { knownLetters, plainForms } from './document/letters'
import { joinedLines } from './document/lines'
import { withoutFaces, withoutNotes } from './document/marks'
import { withoutMarkdown, withoutTags } from './document/markup'
import { plainBreaks, tidySpaces, typographic, type Rewrite } from './document/typography'
import type { LanguageRules } from './language-rules'
import { splitAtPauses, type SpokenSegment } from './pause-tags'

/** Turns what a person wrote into what is to be said. */
export interface Normaliser {
  (written: string): readonly SpokenSegment[]
  /** The same with `pause` between stretches of a few milliseconds; ends where `pause` throws. */
  readonly inTurns: (written: string, pause: () => Promise<void>) => Promise<readonly SpokenSegment[]>
}

const loaders: Readonly<Record<string, (language: string) => Promise<LanguageRules>>> = {
  en: async (language) => (await import('./english/english')).loadEnglish(language),
  de: async () => (await import('./german/german')).german,
  es: async () => (await import('./spanish/spanish')).spanish,
  fr: async () => (await import('./french/french')).french,
  it: async () => (await import('./italian/italian')).italian,
  pt: async () => (await import('./portuguese/portuguese')).portuguese,
}

/** Languages whose numbers are put into words, primary subtags of BCP 47. */
export const LANGUAGES_WITH_RULES: readonly string[] = Object.keys(loaders)

/**
 * Loads the rules of `language` (BCP 47): English in full, American or British; German, Spanish, French, Italian and
 * Portuguese numbers, dates, times, money, percentages, abbreviations and numerals; of any other language only what holds for
 * all: markup, lines, typography. Each language is a folder of its own, fetched when first asked for. The time that a
 * normaliser takes grows with the text's length, whatever stands in it.
 */
export async function loadNormaliser(language: string): Promise<Normaliser> {
  const [primary = ''] = language.toLowerCase().split('-')
  const rules = await loaders[primary]?.(language)
  const once = function* (text: string): Generator<void, string> {
    const plain = plainText(text)
    yield
    if (!rules) return tidySpaces(plain)
    return tidySpaces(yield* byBlocks(knownLetters(withoutForeignWords(plain), rules.letters), rules.rewrite))
  }
  const normalise = function* (written: string): Generator<void, readonly SpokenSegment[]> {
    const segments: SpokenSegment[] = []
    for (const { text, pauseSeconds } of splitAtPauses(written)) segments.push({ text: yield* settled(once, text), pauseSeconds })
    return segments
  }
  return Object.assign((written: string) => atOnce(normalise(written)), {
    inTurns: (written: string, pause: () => Promise<void>) => inTurns(normalise(written), pause),
  })
}

function atOnce<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const turn = work.next()
    if (turn.done) return turn.value
  }
}

async function inTurns<Result>(work: Generator<void, Result>, pause: () => Promise<void>): Promise<Result> {
  for (;;) {
    const turn = work.next()
    if (turn.done) return turn.value
    await pause()
  }
}

/** The words of a text in any language: no markup, notes or smileys, its lines whole, its signs plain. */
function plainText(written: string): string {
  const steps: readonly Rewrite[] = [plainBreaks, withoutTags, plainForms, withoutFaces, withoutMarkdown, withoutNotes, typographic, joinedLines]
  return steps.reduce((text, step) => step(text), written)
}

/** Ordinary text settles in one pass and a second one shows it; marks heaped without spaces uncover others. */
const MAX_PASSES = 6

function* settled(rewrite: (text: string) => Generator<void, string>, text: string): Generator<void, string> {
  let current = text
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = yield* rewrite(current)
    if (next === current) break
    current = next
  }
  return current
}

/** True when the words differ, not only the marks between them. */
export function saysOtherwise(written: string, spoken: readonly SpokenSegment[]): boolean {
  const words = (text: string) => text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu)?.join(' ') ?? ''
  return words(written) !== words(spoken.map(({ text }) => text).join(' '))
}
