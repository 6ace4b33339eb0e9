import type { SavedTake } from '../../../protocol/records'

/** The sentence that a person agrees to when a voice is kept; stored with the voice and exported with it. */
export const CONSENT_STATEMENT = 'This is my voice, or its owner agreed to this use.'

/** The kind of sound that a take is, as its file says. */
export const SYNTHETIC_SPEECH = 'Synthetic speech'

/** What every exported file says of itself: that nobody said this, and what made it. */
export function syntheticStatement({ engineName, packId, settings }: Pick<SavedTake, 'engineName' | 'packId' | 'settings'>): string {
  return `${SYNTHETIC_SPEECH}, not a recording of a person. Engine: ${engineName}. Model: ${packId}. Seed: ${settings.seed}.`
}
