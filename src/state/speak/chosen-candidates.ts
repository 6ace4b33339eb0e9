import type { KeptChoice, SavedTake, TakePiece } from '../../shared/protocol/records'
import type { ChosenReading, SentenceCheck } from '../../shared/protocol/take-check'

/** What was chosen in one reading of a text, sentence by sentence. */
export interface ChosenReadings {
  add(chosen: ChosenReading, listenerId: string | null): void
  /** What was chosen in a place of the plan, to be kept with its sound. */
  at(chunkIndex: number): KeptChoice | null
  /** The take with its choices; and, where somebody listened to every sentence of it, with what was heard. */
  noteIn(take: SavedTake): SavedTake
}

/** @param pieces sentences of a reading that goes on */
export function createChosenReadings(pieces: readonly TakePiece[] = []): ChosenReadings {
  const chosen = new Map<number, ChosenReading>()
  let packId: string | null = null
  for (const { chosen: kept } of pieces) {
    if (!kept) continue
    chosen.set(kept.reading.chunkIndex, kept.reading)
    packId = kept.listenerId ?? packId
  }
  return {
    add(reading, listenerId) {
      chosen.set(reading.chunkIndex, reading)
      packId = listenerId ?? packId
    },
    at(chunkIndex) {
      const reading = chosen.get(chunkIndex)
      return reading ? { reading, listenerId: reading.check && packId } : null
    },
    noteIn(take) {
      if (chosen.size === 0 || !take.sentences) return take
      const sentences = take.sentences.map((sentence, index) => {
        const reading = chosen.get(index)
        if (!reading) return sentence
        const { choice, seed } = reading
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
