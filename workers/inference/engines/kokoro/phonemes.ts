import { namesLetter } from '../../../../src/shared/text/letter-names'
import { kokoroPhonemes, type Accent } from './espeak-phonemes'
import { splitAtSounds } from './phonemes-of-sounds'
import { offerStreamIteration } from './stream-iteration'

// Marks that Kokoro speaks as melody and pause. Inside a word or number they belong to it.
const pauseMarks = /(\s*[;:,.!?…]+["”’)]*(?=\s|$)\s*|\s*[—–]\s*|\s-\s|\s*["“”()]\s*)/

/** Turns a sentence of English, its numbers and signs already in words, into Kokoro's phonemes, punctuation kept. */
export type Phonemize = (sentence: string, accent: Accent) => Promise<string>

/** Loads the front end (eSpeak NG, 1.3 MB with its dictionaries inside) on first use; it fetches nothing. */
export async function loadPhonemizer(): Promise<Phonemize> {
  offerStreamIteration()
  const { phonemize } = await import('phonemizer')
  // It unpacks its dictionaries at the first call; better now than before the first word.
  await phonemize('ready', 'en-us')
  return async (sentence, accent) => {
    const language = accent === 'british' ? 'en' : 'en-us'
    let phonemes = ''
    // The front end drops punctuation, so that it is given the stretches between the marks.
    for (const [index, part] of markLetterNames(joinSpelledLetters(sentence)).split(pauseMarks).entries()) {
      if (index % 2 === 1) {
        phonemes += spokenMark(part)
        continue
      }
      const said: string[] = []
      for (const [at, stretch] of splitAtSounds(part).entries()) {
        if (at % 2 === 1) said.push(stretch)
        else if (stretch.trim() !== '') said.push(kokoroPhonemes((await phonemize(stretch, language)).join(' ').trim(), accent))
      }
      phonemes += said.join(' ')
    }
    return phonemes.trim()
  }
}

/** A mark in the model's own signs, with the space that follows it in running text. */
function spokenMark(mark: string): string {
  if (/["“”()]/.test(mark) && !/[;:,.!?…]/.test(mark)) return ' '
  if (/[—–]|\s-\s/.test(mark)) return ' — '
  return `${mark.replace(/[^;:,.!?…]/g, '').replaceAll('...', '…')} `
}

const letterRun = /(?<!\p{L})(\p{Lu}(?: \p{Lu})+)('?s)?(?!\p{L})/gu

/**
 * Letters that are spelled, in the writing that eSpeak NG spells: alone it takes "A" for the article, and "LED" for the
 * metal, but "A.M" and "L.E.D" for letters; a plural only without stops.
 */
export function joinSpelledLetters(text: string): string {
  return text.replace(letterRun, (_, letters: string, plural: string | undefined) =>
    plural === undefined ? letters.replaceAll(' ', '.') : `${letters.replaceAll(' ', '')}${plural}`,
  )
}

const loneLetter = /(?<![\p{L}\p{M}\p{N}'’.-])A(?= )/gu
const beginsSentence = /(?:^|[.!?:;…—–"“”(])\s*$/u
const said = /^ (?:is|was|has|and|or|to|equals|plus|minus|squared|cubed|times|dot|slash)(?!\p{L})/u
const variable = /(?<![\p{L}\p{M}\p{N}'’.-])a(?= (?:squared|cubed|equals|plus|minus|times|to the power)(?!\p{L}))/gu

/**
 * Writes "A" where it is the letter and more follows so that eSpeak NG does not take it for the article: "plan A is" → "plan A- is". A
 * capital inside a sentence is the letter, unless a title's next word has one, too.
 */
export function markLetterNames(text: string): string {
  return text
    .replace(loneLetter, (letter, at: number) => {
      const [before, after] = [text.slice(0, at), text.slice(at + 1)]
      const isLetter = beginsSentence.test(before) ? said.test(after) : namesLetter(before) || !/^ ["“(]?\p{Lu}/u.test(after)
      return isLetter ? 'A-' : letter
    })
    .replace(variable, 'A-')
}
