import { characterCount } from './speakable'

/** Characters per second of unhurried speech: 150 words a minute of six characters, spaces included. */
export const CHARACTERS_PER_SECOND = 15

/** How long it takes to say a text at a usual pace, in seconds. */
export function speechSeconds(text: string): number {
  return characterCount(text) / CHARACTERS_PER_SECOND
}
