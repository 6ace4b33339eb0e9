import { layWritten, type WrittenSentence, type WrittenWord } from '../../shared/text/written-words'
import { spokenTexts } from './followed-words'

/**
 * What a person wrote of each sentence of a reading; null for a sentence that shares a word with its neighbour, as in "gone.Nobody", and
 * for all of them where something else is said than was written.
 *
 * @param said the sentences, as they are said
 */
export function writtenSentences(written: string, said: readonly string[]): readonly (WrittenSentence | null)[] {
  const words = said.map(spokenTexts)
  const laid = layWritten(written, words.flat())
  let [start, at] = [0, 0]
  return words.map(({ length }) => {
    const [from, to] = [start, start + length]
    start = to
    if (!laid) return null
    while ((laid[at]?.to ?? Infinity) <= from) at++
    const own: WrittenWord[] = []
    for (let i = at; (laid[i]?.from ?? Infinity) < to; i++) {
      const word = laid[i]
      if (!word || word.from < from || word.to > to) return null
      own.push({ text: word.text, from: word.from - from, to: word.to - from })
    }
    return own
  })
}
