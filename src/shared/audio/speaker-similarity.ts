import calibration from './speaker-calibration.json' with { type: 'json' }

/** The speaker encoder refuses less than this. */
export const SHORTEST_COMPARED_SECONDS = 1

/**
 * How alike two voices are: the cosine of two embeddings (both of norm 1 and of one length, as the analysis worker gives
 * them), -1 to 1. Only its place among known pairs means something. Throws RangeError when the lengths differ.
 */
export function speakerSimilarity(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`embeddings of ${a.length} and ${b.length} numbers`)
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

/** The part of the calibration that is a distribution: scores at the shares `calibration.levels` of the pairs. */
type Pairs = 'samePerson' | 'sameSex' | 'differentSex'

/**
 * The score that the share `level` of known pairs stay below. Measured between stretches of 5 s on forty held-out people
 * (training/speaker-encoder); shorter ones score lower, recordings of different rooms and devices too.
 */
function scoreBelow(pairs: Pairs, level: number): number {
  const score = calibration[pairs][calibration.levels.indexOf(level)]
  if (score === undefined) throw new RangeError(`the calibration has no level ${level}`)
  return score
}

/**
 * A score below this is one of two people: nineteen of twenty pairs of one sex and age stay below it, and of the pairs
 * of one person no more than one in twenty.
 */
export const TWO_PEOPLE_BELOW = scoreBelow('sameSex', 0.95)

/** Below this nobody is taken for the same person: of pairs of one person not one in a hundred is, of strangers of one sex three in four. */
export const STRANGERS_BELOW = scoreBelow('sameSex', 0.75)
