import type { ChoiceReason, SentenceChoice, SentenceCandidate } from '../../shared/protocol/take-check'

/** By what the first of two candidates is the better one; null where it is not. */
function advantage(candidate: SentenceCandidate, than: SentenceCandidate): Exclude<ChoiceReason, 'none'> | null {
  const faults = candidate.findings.length - than.findings.length
  if (faults !== 0) return faults < 0 ? 'findings' : null
  if (candidate.wrongCount !== null && than.wrongCount !== null && candidate.wrongCount !== than.wrongCount) {
    return candidate.wrongCount < than.wrongCount ? 'words' : null
  }
  if (candidate.similarity !== null && than.similarity !== null && candidate.similarity > than.similarity) return 'similarity'
  return null
}

/**
 * Chooses among candidates of one sentence: the fewest faults, then the fewest words that were heard differently, then
 * the nearest to the voice; of equal ones the first. What is unknown of one of two candidates does not tell them apart.
 * Throws RangeError where there is none.
 */
export function chooseCandidate(candidates: readonly SentenceCandidate[]): SentenceChoice {
  const kept = bestOf(candidates, -1)
  const best = candidates[kept]
  if (!best) throw new RangeError('no candidate to choose from')
  const runnerUp = candidates[bestOf(candidates, kept)]
  return { readings: candidates, kept, reason: (runnerUp && advantage(best, runnerUp)) ?? 'none' }
}

/** Index of the best candidate but `without`; -1 where there is no other. */
function bestOf(candidates: readonly SentenceCandidate[], without: number): number {
  let best = -1
  for (const [index, candidate] of candidates.entries()) {
    if (index === without) continue
    const before = candidates[best]
    if (!before || advantage(candidate, before)) best = index
  }
  return best
}
