import calibration from './speaker-calibration.json' with { type: 'json' }

/** With fewer sentences nobody can say what is usual. */
export const FEWEST_SENTENCES = 3
/** How far one of twenty recordings of a person lies below the usual one, from the encoder's calibration. */
const USUAL_SPREAD = quantile(0.5) - quantile(0.05)

/** Seconds of speech below which a likeness says little: the calibration is of 5 s. */
export const SHORTEST_TELLING_SECONDS = 2

/**
 * Below which likeness (see `speakerSimilarity`) to its prompt a sentence strays from the voice of its own take: as far
 * under the median of all sentences as one of twenty recordings of a person lies under the usual one. An engine that only
 * leans towards the voice is held to what it reaches itself. Null where too few were measured.
 */
export function likenessFloor(similarities: readonly number[]): number | null {
  if (similarities.length < FEWEST_SENTENCES) return null
  const sorted = [...similarities].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
  return median - USUAL_SPREAD
}

function quantile(level: number): number {
  const score = calibration.samePerson[calibration.levels.indexOf(level)]
  if (score === undefined) throw new RangeError(`the calibration has no level ${level}`)
  return score
}
