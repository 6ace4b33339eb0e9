import type { SavedTake } from '../protocol/records'
import type { SentenceCheck } from '../protocol/take-check'
import type { ChosenReading } from './speak-best-of'

/** What was chosen in one reading of a text, sentence by sentence. */
export interface ChosenReadings {
  add(chosen: ChosenReading, listenerId: string | null): void
  /** The take with its choices; and, where somebody listened to every sentence of it, with what was heard. */
  noteIn(take: SavedTake): SavedTake
}

export function createChosenReadings(): ChosenReadings {
  const chosen = new Map<number, ChosenReading>()
  let packId: string | null = null
  return {
    add(reading, listenerId) {
      chosen.set(reading.chunkIndex, reading)
      packId = listenerId ?? packId
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
