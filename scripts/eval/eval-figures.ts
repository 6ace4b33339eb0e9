import type { SavedTake } from '../../src/shared/protocol/records'
import type { SentenceCheck, TakeSentence } from '../../src/shared/protocol/take-check'

/** What a list of takes comes to. Shares and rates are null where there is nothing to take them of. */
interface EvalFigures {
  readonly sentenceCount: number
  /** Words heard differently, not at all or in addition, over the words of the texts: the texts weigh by their length. */
  readonly wordErrorRate: number | null
  /** Mean over the takes, -1 to 1. */
  readonly similarity: number | null
  /** Share of the sentences whose first candidate had a fault. */
  readonly neededRetry: number | null
  /** Share of the sentences whose kept candidate has one. */
  readonly stillFaulty: number | null
}

export function evalFigures(takes: readonly Pick<SavedTake, 'check' | 'sentences' | 'similarity'>[]): EvalFigures {
  const sentences = takes.flatMap(({ check, sentences: spoken = [] }) =>
    (check?.sentences ?? []).map((heard, index) => ({ heard, spoken: spoken[index] })))
  const words = sentences.flatMap(({ heard }) => heard.words)
  const wrong = words.filter(({ verdict }) => verdict !== 'same').length
  const extra = sentences.reduce((sum, { heard }) => sum + heard.extraCount, 0)
  const similarities = takes.flatMap(({ similarity }) => (similarity === undefined ? [] : [similarity]))
  return {
    sentenceCount: sentences.length,
    wordErrorRate: ratio(wrong + extra, words.length),
    similarity: mean(similarities),
    neededRetry: ratio(sentences.filter(({ heard, spoken }) => firstWasFaulty(heard, spoken)).length, sentences.length),
    stillFaulty: ratio(sentences.filter(({ heard }) => heard.findings.length > 0).length, sentences.length),
  }
}

/** Without a choice, one that was spoken again was faulty the first time. */
function firstWasFaulty({ findings, attempts }: SentenceCheck, spoken: TakeSentence | undefined): boolean {
  const first = spoken?.choice?.readings[0]
  return first ? first.findings.length > 0 : attempts > 1 || findings.length > 0
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** Null of nothing. */
export function mean(values: readonly number[]): number | null {
  return ratio(values.reduce((sum, value) => sum + value, 0), values.length)
}
