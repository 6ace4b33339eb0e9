/** The sentence that a person agrees to when a voice is kept; stored with the voice and exported with it. */
export const CONSENT_STATEMENT = 'This is my voice, or its owner agreed to this use.'
