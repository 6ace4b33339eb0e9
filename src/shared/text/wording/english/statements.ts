import type { SavedTake } from '../../../protocol/records'

/** The sentence that a person agrees to when a voice is kept; stored with the voice and exported with it. */
export const CONSENT_STATEMENT = 'This is my voice, or its owner agreed to this use.'

/** The sentence that a person agrees to before a recording is followed; stored with what is said like it. */
export const GUIDE_CONSENT_STATEMENT = 'This is me, or whoever is heard in the recording agreed to this use.'

/** What stands with a mixture of voices instead of a consent of its own; the consents of both stand with it. */
export const MIX_CONSENT = 'Mixed from voices whose owners agreed to this use.'

/** What a mixture of voices says first: two seconds and a half, kept as its recording. */
export const MIX_SENTENCE = 'We walked along the river until the sun went down.'

/** The kind of sound that a take is, as its file says. */
export const SYNTHETIC_SPEECH = 'Synthetic speech'

/** What every exported file says of itself: that nobody said this, and what made it. With the seed where it is one take. */
export function syntheticStatement(takes: readonly Pick<SavedTake, 'engineName' | 'packId' | 'settings' | 'guide'>[]): string {
  const followed = takes.some(({ guide }) => guide) ? ' Its melody and timing are those of a recording, with the consent of whoever is heard in it.' : ''
  const opening = `${SYNTHETIC_SPEECH}, not a recording of a person.${followed}`
  const [take, ...others] = takes
  if (take && others.length === 0) return `${opening} Engine: ${take.engineName}. Model: ${take.packId}. Seed: ${take.settings.seed}.`
  return `${opening} Made with: ${[...new Set(takes.map(({ engineName, packId }) => `${engineName} (${packId})`))].join(', ')}.`
}
