import type { LearningDoubt } from '../../shared/audio/learning-doubts'
import type { JudgedTrial } from '../../shared/protocol/records'

/** Steps of a whole lesson, and of a gentler one, for a recording that is short or not clean: its noise would be learned, too. */
export const LESSON_STEPS = 24
const GENTLE_STEPS = 12
/** Steps for a recording with such doubts about it. */
export function lessonSteps(doubts: readonly LearningDoubt[]): number {
  return doubts.length > 0 ? GENTLE_STEPS : LESSON_STEPS
}

/** The transcriber mishears a word now and then. */
const MORE_WRONG_WORDS = 1
/** A voice that got this much louder or softer has lost its balance. */
const LOUDNESS_LU = 6
/** How much nearer the first that is kept has to be to saying what was not learned from: less is what chance does. */
const LEAST_GAIN = 0.02
/**
 * What the speaker encoder may lose: a voice as it was before is a style that this encoder chose, and sounds nearer to it than to any
 * other ear. Where an outside judge heard a reading come nearer by a quarter of the way, it heard it go 0.14 away.
 */
const LIKENESS_SLACK = 0.3

/**
 * Whether a voice that was heard after a quarter is better than the best so far (that is the voice as it was, at first): it says seconds
 * that it did not learn from more like the person, and nothing else is worse than before.
 */
export function isBetterTrial(trial: JudgedTrial, best: JudgedTrial, former: JudgedTrial): boolean {
  if (!isSoundTrial(trial, former)) return false
  const gain = best === former ? LEAST_GAIN : 0
  return trial.distance < (1 - gain) * best.distance && trial.likeness > former.likeness - LIKENESS_SLACK
}

function isSoundTrial(trial: JudgedTrial, former: JudgedTrial): boolean {
  const wrongWords = (trial.wrongWords ?? 0) - (former.wrongWords ?? 0)
  return wrongWords <= MORE_WRONG_WORDS && trial.clicks <= former.clicks && trial.unsound <= former.unsound && Math.abs(trial.loudnessLufs - former.loudnessLufs) <= LOUDNESS_LU
}
