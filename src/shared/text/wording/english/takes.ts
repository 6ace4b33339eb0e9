import { SHORTEST_COMPARED_SECONDS, similarityLevel, type SimilarityLevel } from '../../../audio/speaker-similarity'
import { shownName } from '../../shown-name'
import type { SavedTake } from '../../../protocol/records'

/**
 * One entry for every level: the compiler refuses a new one without words. That two recordings are of one person is more than this
 * encoder can say of a reading: it was calibrated on recordings, and hears what was made to please it as nearer than others do.
 */
const likeness: Readonly<Record<SimilarityLevel, string>> = {
  same: 'very close',
  'nearly-same': 'close',
  alike: 'closer than most people of the same sex and age are to each other',
  different: 'as far apart as two different people',
  far: 'as far apart as a woman and a man',
}

/** How alike two voices are, without a figure. Ends a sentence that begins with "These two are". */
export function similarityWording(level: SimilarityLevel): string {
  return likeness[level]
}

/** Both recordings of the calibrated pairs have 5 s; from well below that, one person's scores spread and fall. */
const TELLING_SECONDS = 3

/** How close a take is to the recording of its voice, in one sentence without a figure; null where it was not measured. */
export function similaritySummary({ similarity, voiceName, sampleCount, sampleRate, engineId, bestOf = 1 }: ComparedTake): string | null {
  if (sampleCount < SHORTEST_COMPARED_SECONDS * sampleRate) return `This take is too short to be compared with the recording of ${shownName(voiceName)}.`
  if (similarity === undefined) return null
  const limits = sampleCount < TELLING_SECONDS * sampleRate ? ', as far as so short a take can tell' : ''
  // A starter's style, and the best of several versions, are what this very encoder liked best.
  const ear = engineId === 'kokoro' || bestOf > 1 ? ', as heard by the ear that chose it' : ''
  return `This take and the recording of ${shownName(voiceName)} are ${similarityWording(similarityLevel(similarity))}${ear}${limits}.`
}

/** The part of a take that the sentence is made of. */
export type ComparedTake = Pick<SavedTake, 'similarity' | 'voiceName' | 'sampleCount' | 'sampleRate' | 'engineId' | 'bestOf'>

/** How a take was made, as far as its engine heeds settings. The seed is left out: it says nothing of quality. */
export function settingWording({ engineId, settings, bestOf = 1 }: Pick<SavedTake, 'engineId' | 'settings' | 'bestOf'>): string {
  const { speed, temperature, steps } = settings
  const words = engineId === 'kokoro' ? [`pace ${speed}×`] : [temperature === null ? 'the model’s own temperature' : `temperature ${temperature}`, `${steps} flow ${steps === 1 ? 'step' : 'steps'}`]
  return [...words, ...(bestOf > 1 ? [`best of ${bestOf}`] : [])].join(', ')
}

/** The question before every take is deleted. */
export function deleteAllQuestion(count: number): string {
  return count === 1 ? 'Delete the only take?' : `Delete all ${count} takes?`
}
