import type { WrittenSentence, WrittenWord } from '../../shared/text/written-words'
import type { CheckedWord, SentenceCheck, TakeSentence } from '../../shared/protocol/take-check'

/** A word of a reading, for whoever follows it with their eyes. */
export interface FollowedWord {
  /** As it is said or was written, with its punctuation, and what stands behind it that is not said. */
  readonly text: string
  /** Seconds from the start of the reading; null where its time is not known. */
  readonly startSeconds: number | null
  readonly endSeconds: number | null
  /** What a transcriber made of it; absent where nobody listened. */
  readonly heard?: Pick<CheckedWord, 'verdict' | 'heardAs'>
}

/** A place in a reading; a word is -1 where none sounds or no times are known. */
export interface SoundingPlace {
  readonly sentence: number
  readonly word: number
}

export const NOWHERE: SoundingPlace = { sentence: -1, word: -1 }

/** A word stays lit over a silence that is shorter, so that the light does not flicker. */
const LONGEST_GAP_SECONDS = 0.4

/** The words of a sentence, as they were written where that is known: their times by the engine, else by the transcriber. */
export function followedWords(sentence: TakeSentence, check: SentenceCheck | undefined, sampleRate: number, written?: WrittenSentence | null): readonly FollowedWord[] {
  const spoken = spokenWords(sentence, check, sampleRate)
  return written && written.at(-1)?.to === spoken.length ? written.map((word) => asWritten(word, spoken.slice(word.from, word.to))) : spoken
}

/** A written word sounds while those sound that are said for it, and was heard as it should be if all of them were. */
function asWritten({ text }: WrittenWord, spoken: readonly FollowedWord[]): FollowedWord {
  const startSeconds = spoken.find((word) => word.startSeconds !== null)?.startSeconds ?? null
  const endSeconds = spoken.findLast((word) => word.endSeconds !== null)?.endSeconds ?? null
  const heard = spoken.flatMap((word) => word.heard ?? [])
  const wrong = heard.filter(({ verdict }) => verdict !== 'same')
  const [first] = heard
  if (!first) return { text, startSeconds, endSeconds }
  const verdict = wrong.length === 0 ? 'same' : wrong.length === heard.length && wrong.every((word) => word.verdict === 'missing') ? 'missing' : 'different'
  const heardAs = heard.flatMap((word) => word.heardAs ?? []).join(' ')
  return { text, startSeconds, endSeconds, heard: { verdict, heardAs: heardAs === '' ? null : heardAs } }
}

function spokenWords(sentence: TakeSentence, check: SentenceCheck | undefined, sampleRate: number): readonly FollowedWord[] {
  const texts = spokenTexts(sentence.text)
  const checked = check?.words.length === texts.length ? check.words : undefined
  if (check && !checked && !sentence.words) return check.words.map(followedByEar)
  // Of a sentence that is being spoken an engine may know the first words only.
  const timed = (sentence.words?.length ?? Infinity) <= texts.length ? sentence.words : undefined
  const start = sentence.startSample / sampleRate
  return texts.map((text, index) => {
    const word = timed?.[index]
    const ear = checked?.[index]
    const time = word ? { startSeconds: start + word.startSeconds, endSeconds: start + word.endSeconds } : { startSeconds: ear?.startSeconds ?? null, endSeconds: ear?.endSeconds ?? null }
    return { text, ...time, ...(ear && { heard: { verdict: ear.verdict, heardAs: ear.heardAs } }) }
  })
}

function followedByEar({ text, startSeconds, endSeconds, verdict, heardAs }: CheckedWord): FollowedWord {
  return { text, startSeconds, endSeconds, heard: { verdict, heardAs } }
}

/** Words that have a letter or a digit, each with the signs that stand alone behind it. */
export function spokenTexts(text: string): readonly string[] {
  const texts: string[] = []
  let before = ''
  for (const part of text.split(/\s+/)) {
    if (part === '') continue
    if (/[\p{L}\p{N}]/u.test(part)) {
      texts.push(`${before}${part}`)
      before = ''
    } else if (texts.length > 0) texts.push(`${texts.pop() ?? ''} ${part}`)
    else before = `${part} `
  }
  return texts
}

/** What sounds at a moment of a reading, in seconds from its start. */
export function soundingAt(
  sentences: readonly TakeSentence[], checks: readonly SentenceCheck[] | undefined, sampleRate: number, seconds: number,
  written: readonly (WrittenSentence | null)[] = [],
): SoundingPlace {
  const sentence = sentences.findIndex(({ endSample }) => seconds * sampleRate < endSample)
  const itself = sentences[sentence]
  if (!itself) return NOWHERE
  const words = followedWords(itself, checks?.[sentence], sampleRate, written[sentence])
  const word = words.findLastIndex(({ startSeconds }) => startSeconds !== null && startSeconds <= seconds)
  const ended = words[word]?.endSeconds ?? Infinity
  const next = words.slice(word + 1).find(({ startSeconds }) => startSeconds !== null)?.startSeconds ?? Infinity
  const isOver = seconds >= ended && next - ended > LONGEST_GAP_SECONDS
  return { sentence, word: isOver ? -1 : word }
}
