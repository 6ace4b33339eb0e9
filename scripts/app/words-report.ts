import { parseArgs } from 'node:util'
import type { SpokenSegment } from '../../src/shared/text/normaliser/pause-tags'
import { unreadableWords } from '../../src/shared/text/speakable'
import { loadPhonemizer, type Phonemize } from '../../workers/inference/engines/kokoro/phonemes'
import { planSentences, type PlannedSentence } from '../../workers/inference/engines/kokoro/sentence-plan'
import { readSpokenText } from '../../workers/inference/spoken-text'

export const WORDS_USAGE = `Prints what will be said of a text: one sentence a line, the pauses between them.

  npm run words -- FILE [--language en-US] [--phonemes]

  FILE        a text file (UTF-8); "-" reads the standard input
  --language  BCP 47: en-US (default), en-GB, de, es, fr, it, pt
  --phonemes  adds the starter's phonemes under each sentence, for English

  The way is the app's own: the same rules, the same cuts, the same pauses as the starter gets them. Pocket TTS says the
  same words in chunks of several sentences. What cannot be read is named on the standard error.

  Exit code  0: printed. 1: the text cannot be spoken, and why. 2: wrong command line, or a file that is not there.`

export interface WordsArguments {
  readonly file: string
  readonly language: string
  readonly phonemes: boolean
}

/** Reads the command line; null where it is wrong. */
export function readWordsArguments(args: readonly string[]): WordsArguments | null {
  try {
    const options = { language: { type: 'string', default: 'en-US' }, phonemes: { type: 'boolean', default: false } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) return null
    return { file, language: values.language, phonemes: values.phonemes }
  } catch {
    return null
  }
}

/** One sound a letter, for languages that the starter does not speak: only the cuts and pauses of a plan are looked at. */
const lettersAlone: Phonemize = (sentence) => Promise.resolve(sentence.replace(/[^\p{L}\p{N} ]/gu, '').slice(0, 500).replace(/[\p{L}\p{N}]/gu, 'a'))

/**
 * The lines to print, and what is left out of the text because nobody can read it. Errors: `text-*`.
 */
export async function reportWords(text: string, { language, phonemes }: Omit<WordsArguments, 'file'>) {
  const isEnglish = /^en\b/i.test(language)
  const phonemize = isEnglish ? await loadPhonemizer() : lettersAlone
  const segments: readonly SpokenSegment[] = await readSpokenText({ text, language })
  const plan = await planSentences(segments, { language, speed: 1, phonemize, yieldPoint: () => Promise.resolve() })
  const lines: string[] = []
  for (const [index, sentence] of plan.entries()) {
    lines.push(sentence.text)
    if (phonemes && isEnglish) lines.push(`  /${await phonemize(sentence.text, language === 'en-GB' ? 'british' : 'american')}/`)
    if (index < plan.length - 1) lines.push(pauseOf(sentence))
  }
  return { lines, leftOut: unreadableWords(text, language) }
}

function pauseOf({ pauseSeconds }: PlannedSentence): string {
  return `  (${pauseSeconds.toFixed(2)} s)`
}
