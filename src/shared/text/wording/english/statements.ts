import type { SavedTake } from '../../../protocol/records'

/** The sentence that a person agrees to when a voice is kept; stored with the voice and exported with it. */
export const CONSENT_STATEMENT = 'This is my voice, or its owner agreed to this use.'

/** The sentence that a person agrees to before a recording is followed; stored with what is said like it. */
export const GUIDE_CONSENT_STATEMENT = 'This is me, or whoever is heard in the recording agreed to this use.'

/** The kind of sound that a take is, as its file says. */
export const SYNTHETIC_SPEECH = 'Synthetic speech'

/** What every exported file says of itself: that nobody said this, and what made it. */
export function syntheticStatement({ engineName, packId, settings, guide }: Pick<SavedTake, 'engineName' | 'packId' | 'settings' | 'guide'>): string {
  const followed = guide ? ' Its melody and timing are those of a recording, with the consent of whoever is heard in it.' : ''
  return `${SYNTHETIC_SPEECH}, not a recording of a person.${followed} Engine: ${engineName}. Model: ${packId}. Seed: ${settings.seed}.`
}
