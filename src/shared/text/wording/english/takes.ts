import { SHORTEST_COMPARED_SECONDS } from '../../../audio/speaker-similarity'
import { toldLikeness, type ToldLikeness } from '../../../audio/told-likeness'
import { shownName } from '../../shown-name'
import { formatGain, formatSemitones } from './figures'
import type { SavedTake } from '../../../protocol/records'

/** One entry for every level: the compiler refuses a new one without words. */
const likeness: Readonly<Record<ToldLikeness, string>> = {
  same: 'as close as two recordings of the same person',
  close: 'closer than nearly all people of the same sex are to each other',
  alike: 'closer than most people of the same sex are to each other',
  different: 'no closer than two people of the same sex often are',
  far: 'as far apart as a woman and a man',
}

/** How alike two voices are, without a figure. Ends a sentence that begins with "These two are". */
export function likenessWording(level: ToldLikeness): string {
  return likeness[level]
}

/** Both recordings of the calibrated pairs have 5 s; from well below that, one person's scores spread and fall. */
const TELLING_SECONDS = 3

/**
 * How close a take is to the recording of its voice, in one sentence without a figure; null where it was not measured. It is told by an ear
 * that neither chose nor fitted anything.
 */
export function similaritySummary({ toldLikeness: score, voiceName, sampleCount, sampleRate }: ComparedTake): string | null {
  if (sampleCount < SHORTEST_COMPARED_SECONDS * sampleRate) return `This take is too short to be compared with the recording of ${shownName(voiceName)}.`
  if (score === undefined) return null
  const limits = sampleCount < TELLING_SECONDS * sampleRate ? ', as far as so short a take can tell' : ''
  return `This take and the recording of ${shownName(voiceName)} are ${likenessWording(toldLikeness(score))}${limits}.`
}

/** The part of a take that the sentence is made of. */
export type ComparedTake = Pick<SavedTake, 'toldLikeness' | 'voiceName' | 'sampleCount' | 'sampleRate'>

/** Everybody who speaks in a take, by name. */
export function speakersOf({ voiceName, script }: Pick<SavedTake, 'voiceName' | 'script'>): string {
  return [...new Set(script?.voices.map((voice) => voice.voiceName) ?? [voiceName])].map(shownName).join(', ')
}

/** How a take was made, as far as its engine heeds settings. The seed is left out: it says nothing of quality. */
export function settingWording({ engineId, settings, bestOf = 1 }: Pick<SavedTake, 'engineId' | 'settings' | 'bestOf'>): string {
  const { speed, pitchSemitones = 0, gainDb = 0, temperature, steps } = settings
  const samples = engineId !== 'kokoro'
  return [
    ...(!samples || speed !== 1 ? [`pace ${speed}×`] : []),
    ...(pitchSemitones === 0 ? [] : [`pitch ${formatSemitones(pitchSemitones)}`]),
    ...(gainDb === 0 ? [] : [formatGain(gainDb)]),
    ...(samples ? [temperature === null ? 'the model’s own temperature' : `temperature ${temperature}`, `${steps} flow ${steps === 1 ? 'step' : 'steps'}`] : []),
    ...(bestOf > 1 ? [`best of ${bestOf}`] : []),
  ].join(', ')
}

/** The question before every take is deleted. */
export function deleteAllQuestion(count: number): string {
  return count === 1 ? 'Delete the only take?' : `Delete all ${count} takes?`
}
