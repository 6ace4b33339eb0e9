import type { LearningDoubt } from '../../shared/audio/learning-doubts'
import type { JudgedTrial } from '../../shared/protocol/records'

/** Steps of a whole lesson, and of a gentler one, for a recording that is short or not clean: its noise would be learned, too. */
export const LESSON_STEPS = 24
const GENTLE_STEPS = 12
/** Steps for a recording with such doubts about it. */
export function lessonSteps(doubts: readonly LearningDoubt[]): number {
  return doubts.length > 0 ? GENTLE_STEPS : LESSON_STEPS
}

/** The transcriber mishears a word now and then; each more than before has to be made up for by so much. */
const MORE_WRONG_WORDS = 1
const WRONG_WORD_COST = 0.05
/** Farther from the voice's own reading of before than this no words are to be trusted that nobody heard (training/starter-encoder). */
const FURTHEST_STRAYED = 0.3
/** A voice that got this much louder or softer has lost its balance. */
const LOUDNESS_LU = 6
/** How much nearer the first that is kept has to be, as a share: less is what chance does. */
const LEAST_GAIN = 0.02

/**
 * Whether a voice that was heard after a quarter is better than the best so far (that is the voice as it was, at first): it is nearer to seconds
 * that it did not learn from by both distances that a lesson follows, that of the sound, which alone may not grow, and that of the voice that is
 * heard; and nothing else is worse than before.
 */
export function isBetterTrial(trial: JudgedTrial, best: JudgedTrial, former: JudgedTrial): boolean {
  if (!isSoundTrial(trial, former)) return false
  const gain = best === former ? LEAST_GAIN : 0
  return farOf(trial, former) < (1 - gain) * farOf(best, former) && trial.distance < former.distance
}

function farOf(trial: JudgedTrial, former: JudgedTrial): number {
  return trial.distance + 1 - trial.likeness + WRONG_WORD_COST * Math.max(0, moreWrongWords(trial, former))
}

function isSoundTrial(trial: JudgedTrial, former: JudgedTrial): boolean {
  const saysTheSame = trial.wrongWords === null ? trial.strayed < FURTHEST_STRAYED : moreWrongWords(trial, former) <= MORE_WRONG_WORDS
  return saysTheSame && trial.clicks <= former.clicks && trial.unsound <= former.unsound && Math.abs(trial.loudnessLufs - former.loudnessLufs) <= LOUDNESS_LU
}

function moreWrongWords(trial: JudgedTrial, former: JudgedTrial): number {
  return (trial.wrongWords ?? 0) - (former.wrongWords ?? 0)
}
