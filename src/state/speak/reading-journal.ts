import { errorInfo, type ErrorInfo } from '../../shared/protocol/errors'
import type { SpeakEvent } from '../../shared/protocol/engine'
import type { OpenReading, SavedTake, TakePiece } from '../../shared/protocol/records'
import type { TimedWord } from '../../shared/protocol/timed-word'
import { joinSamples } from '../../shared/audio/join'
import type { AppServices } from '../app-services'

/** What is kept with the sound of a sentence. */
export type PieceFacts = Omit<TakePiece, 'takeId' | 'index' | 'samples' | 'words'>

/** Keeps a reading while it is made: its record, then each sentence as soon as it is whole. */
export interface ReadingJournal {
  /** Opens the record. Not for a continued reading: its record is there. */
  begin(reading: OpenReading): void
  take(event: Extract<SpeakEvent, { type: 'audio' }>, facts: PieceFacts): void
  /** All sound so far, by reference and in order. */
  parts(): readonly Float32Array[]
  /** Samples of each sentence so far, the unfinished one included. */
  lengths(): readonly number[]
  /** When the words of each sentence so far sound; absent where that is not known. */
  words(): readonly (readonly TimedWord[] | undefined)[]
  /** Sentences that are there to their end. */
  wholeCount(): number
  /** Makes the reading a take; true once it is kept. Never rejects: the first failure goes to `onProblem`. */
  close(take: SavedTake, facts: PieceFacts): Promise<boolean>
  /**
   * Leaves the reading open, so that it can be continued: true where whole sentences of it are kept and more were to come,
   * else nothing was done. What there is of a sentence that is not whole goes.
   */
  leaveOpen(plannedCount: number): Promise<boolean>
  /** Leaves no trace of a reading without sound. A continued one stays as it was. */
  abandon(): Promise<void>
}

/**
 * What is written is written behind the reading, which never waits for the disk. Once something could not be kept the
 * rest is held in memory only, and the whole is tried once more at the end, unless its record has vanished.
 *
 * @param kept sentences of a continued reading
 */
export function createReadingJournal(
  { openReadings, takes }: Pick<AppServices, 'openReadings' | 'takes'>,
  id: string,
  kept: readonly TakePiece[],
  onProblem: (error: ErrorInfo) => void,
): ReadingJournal {
  const parts = kept.map(({ samples }) => samples)
  const lengths = kept.map(({ samples }) => samples.length)
  const words = kept.map((piece) => piece.words)
  let sentence: Float32Array[] = []
  let itsWords: readonly TimedWord[] | undefined
  let failed = false
  /** Everything was erased meanwhile, here or in another tab: then nothing of the reading is kept any more. */
  let isGone = false
  let giveBack: () => void = () => undefined
  let written: Promise<void> = Promise.resolve()

  function fail(thrown: unknown): void {
    const error = errorInfo(thrown, 'storage-unavailable')
    if (!failed) onProblem(error)
    isGone ||= error.code === 'record-missing'
    failed = true
  }

  function write(act: () => Promise<void>): void {
    written = written.then(async () => {
      if (failed) return
      try {
        await act()
      } catch (thrown) {
        fail(thrown)
      }
    })
  }

  function endSentence(facts: PieceFacts): void {
    const piece = { takeId: id, index: lengths.length, samples: joinSamples(sentence), ...(itsWords && { words: itsWords }), ...facts }
    lengths.push(piece.samples.length)
    words.push(itsWords)
    sentence = []
    itsWords = undefined
    write(() => openReadings.addPiece(piece))
  }

  return {
    begin(reading) {
      write(async () => {
        giveBack = await openReadings.claim(id)
        await openReadings.begin(reading)
      })
    },

    take({ samples, endsChunk, words: known }, facts) {
      parts.push(samples)
      sentence.push(samples)
      itsWords = known ?? itsWords
      if (endsChunk) endSentence(facts)
    },

    parts: () => parts,
    lengths: () => (sentence.length === 0 ? lengths : [...lengths, sentence.reduce((sum, { length }) => sum + length, 0)]),

    words: () => (sentence.length === 0 ? words : [...words, itsWords]),

    wholeCount: () => lengths.length,

    async close(take, facts) {
      if (sentence.length > 0) endSentence(facts)
      await written
      if (isGone) {
        giveBack()
        return false
      }
      try {
        if (failed) await takes.save(take, joinSamples(parts))
        else await openReadings.close(take)
        return true
      } catch (thrown) {
        fail(thrown)
        return false
      } finally {
        giveBack()
      }
    },

    async leaveOpen(plannedCount) {
      if (lengths.length === 0 || lengths.length >= plannedCount) return false
      await written
      if (failed) return false
      giveBack()
      return true
    },

    async abandon() {
      if (kept.length === 0) write(() => openReadings.discard(id))
      await written
      giveBack()
    },
  }
}
