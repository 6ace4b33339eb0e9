import type { KeptChoice, SavedTake, TakePiece } from '../../shared/protocol/records'
import type { ChosenCandidate, SentenceCheck } from '../../shared/protocol/take-check'

/** What was chosen in one reading of a text, sentence by sentence. */
export interface ChosenCandidates {
  add(chosen: ChosenCandidate, transcriberId: string | null): void
  /** What was chosen in a place of the plan, to be kept with its sound. */
  at(chunkIndex: number): KeptChoice | null
  /** The take with its choices; and, where a transcriber heard every sentence of it, with what was heard. */
  noteIn(take: SavedTake): SavedTake
}

/** @param pieces sentences of a continued reading */
export function createChosenCandidates(pieces: readonly TakePiece[] = []): ChosenCandidates {
  const chosen = new Map<number, ChosenCandidate>()
  let packId: string | null = null
  for (const { chosen: kept } of pieces) {
    if (!kept) continue
    chosen.set(kept.reading.chunkIndex, kept.reading)
    packId = kept.listenerId ?? packId
  }
  return {
    add(candidate, transcriberId) {
      chosen.set(candidate.chunkIndex, candidate)
      packId = transcriberId ?? packId
    },
    at(chunkIndex) {
      const candidate = chosen.get(chunkIndex)
      return candidate ? { reading: candidate, listenerId: candidate.check && packId } : null
    },
    noteIn(take) {
      if (chosen.size === 0 || !take.sentences) return take
      const sentences = take.sentences.map((sentence, index) => {
        const candidate = chosen.get(index)
        if (!candidate) return sentence
        const { choice, seed } = candidate
        return { ...sentence, choice, ...(choice.kept > 0 && { seed }) }
      })
      const checks = sentences.flatMap((_, index): SentenceCheck[] => {
        const check = chosen.get(index)?.check
        return check ? [check] : []
      })
      const noted = { ...take, sentences }
      return packId === null || checks.length < sentences.length ? noted : { ...noted, check: { packId, sentences: checks } }
    },
  }
}
