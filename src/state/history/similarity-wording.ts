import { describeSimilarity, SHORTEST_COMPARED_SECONDS } from '../../shared/audio/speaker-similarity'
import type { SavedTake } from '../../shared/protocol/records'

/** Both recordings of the calibrated pairs have 5 s; from well below that, one person's scores spread and fall. */
const TELLING_SECONDS = 3

/** How near a take is to the recording of its voice, in one sentence without a figure; null where it was not measured. */
export function similaritySummary({ similarity, voiceName, sampleCount, sampleRate }: ComparedTake): string | null {
  if (sampleCount < SHORTEST_COMPARED_SECONDS * sampleRate) return `This reading is too short to be compared with the recording of ${voiceName}.`
  if (similarity === undefined) return null
  const limits = sampleCount < TELLING_SECONDS * sampleRate ? ', as far as so short a reading tells' : ''
  return `This reading and the recording of ${voiceName} are ${describeSimilarity(similarity).words}${limits}.`
}

/** The part of a take that the sentence is made of. */
export type ComparedTake = Pick<SavedTake, 'similarity' | 'voiceName' | 'sampleCount' | 'sampleRate'>
