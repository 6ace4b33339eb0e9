import type { ChoiceReason, SentenceChoice, SentenceReading } from '../../shared/protocol/take-check'

/** By what the first of two readings is the better one; null where it is not. */
function advantage(reading: SentenceReading, than: SentenceReading): Exclude<ChoiceReason, 'none'> | null {
  const faults = reading.findings.length - than.findings.length
  if (faults !== 0) return faults < 0 ? 'findings' : null
  if (reading.wrongCount !== null && than.wrongCount !== null && reading.wrongCount !== than.wrongCount) {
    return reading.wrongCount < than.wrongCount ? 'words' : null
  }
  if (reading.similarity !== null && than.similarity !== null && reading.similarity > than.similarity) return 'similarity'
  return null
}

/**
 * Chooses among readings of one sentence: the fewest faults, then the fewest words that were heard differently, then
 * the nearest to the voice; of equal ones the first. What is unknown of one of two readings does not tell them apart.
 * Throws RangeError where there is none.
 */
export function chooseReading(readings: readonly SentenceReading[]): SentenceChoice {
  const kept = bestOf(readings, -1)
  const best = readings[kept]
  if (!best) throw new RangeError('no reading to choose from')
  const runnerUp = readings[bestOf(readings, kept)]
  return { readings, kept, reason: (runnerUp && advantage(best, runnerUp)) ?? 'none' }
}

/** Index of the best reading but `without`; -1 where there is no other. */
function bestOf(readings: readonly SentenceReading[], without: number): number {
  let best = -1
  for (const [index, reading] of readings.entries()) {
    if (index === without) continue
    const before = readings[best]
    if (!before || advantage(reading, before)) best = index
  }
  return best
}
