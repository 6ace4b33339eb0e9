/** How something is said, beside who says it. */
export interface Prosody {
  /** Pace factor, 0.6 to 1.6. */
  readonly pace: number
  /** -6 to 6; what makes a voice what it is stays (formants are not moved). */
  readonly pitchSemitones: number
  /** -12 to 12. */
  readonly gainDb: number
}

export const PLAIN_PROSODY: Prosody = { pace: 1, pitchSemitones: 0, gainDb: 0 }

/** Somebody who speaks in a text, and the voice that does it. */
export interface CastRole {
  /** As the text names them; the narrator has {@link NARRATOR}. */
  readonly name: string
  readonly voiceId: string
  readonly prosody: Prosody
}

/** The name of whoever says what nobody else does. */
export const NARRATOR = ''

/** A stretch of a text that one voice says in one way. */
export interface Passage {
  /** What is said, without any mark but pauses. */
  readonly text: string
  /** Place in the request's voices; a voice in another mood is another one. */
  readonly voice: number
  readonly prosody: Prosody
  /** Silence before it, seconds, in place of the usual pause; absent for that. */
  readonly gapSeconds?: number
}

/** A text that one voice says as it speaks. */
export function onePassage(text: string): readonly Passage[] {
  return [{ text, voice: 0, prosody: PLAIN_PROSODY }]
}
