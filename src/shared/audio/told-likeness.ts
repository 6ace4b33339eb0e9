import calibration from './second-ear-calibration.json' with { type: 'json' }

/** From one person's voice to another's, nearest first, as an ear tells it that nothing was chosen or fitted with. */
export type ToldLikeness = 'same' | 'close' | 'alike' | 'different' | 'far'

/** The part of the calibration that is a distribution: scores at the shares `calibration.levels` of the pairs. */
type Pairs = 'samePerson' | 'sameSex' | 'differentSex'

/** The score that the share `level` of known pairs of 5 s stay below (training/second-ear). */
function scoreBelow(pairs: Pairs, level: number): number {
  const score = calibration[pairs][calibration.levels.indexOf(level)]
  if (score === undefined) throw new RangeError(`the calibration has no level ${level}`)
  return score
}

/**
 * Least score of every level but the last, descending. The first is where an outside judge, too, finds 19 of 20 readings and second
 * recordings within the range of two recordings of a person.
 */
const steps: readonly { readonly level: ToldLikeness; readonly least: number }[] = [
  { level: 'same', least: Math.max(calibration.agreed, scoreBelow('sameSex', 0.99)) },
  { level: 'close', least: scoreBelow('sameSex', 0.95) },
  { level: 'alike', least: scoreBelow('sameSex', 0.75) },
  { level: 'different', least: scoreBelow('differentSex', 0.5) },
]

/** What a product of two vectors of the second ear (`hearVoice`), -1 to 1, means in terms of people; never show a person the figure alone. */
export function toldLikeness(score: number): ToldLikeness {
  return steps.find(({ least }) => score >= least)?.level ?? 'far'
}
