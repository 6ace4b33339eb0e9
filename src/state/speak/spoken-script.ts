import { MynaError } from '../../shared/protocol/errors'
import type { SavedTake, SavedVoice } from '../../shared/protocol/records'
import { onePassage, PLAIN_PROSODY, type Passage } from '../../shared/protocol/script'
import type { TakeSentence } from '../../shared/protocol/take-check'

/** What a reading says, and who does. */
export interface SpokenScript {
  readonly passages: readonly Passage[]
  /** Of the passages. The first one is whom the take is known by. */
  readonly voices: readonly [SavedVoice, ...SavedVoice[]]
}

/** A text that one voice says as it speaks. */
export function plainScript(text: string, voice: SavedVoice): SpokenScript {
  return { passages: onePassage(text), voices: [voice] }
}

/** The text of a script that is no more than one, said plainly; null of any other. */
export function plainTextOf({ passages }: Pick<SpokenScript, 'passages'>): string | null {
  const [only, ...more] = passages
  if (!only || more.length > 0) return null
  const { pace, pitchSemitones, gainDb } = only.prosody
  return pace === 1 && pitchSemitones === 0 && gainDb === 0 ? only.text : null
}

/** How a sentence of a take is said, and by which of its voices. */
export function passageOf({ script }: Pick<SavedTake, 'script'>, { passage = 0 }: Pick<TakeSentence, 'passage'>): Pick<Passage, 'voice' | 'prosody'> {
  return script?.passages[passage] ?? { voice: 0, prosody: PLAIN_PROSODY }
}

/** Of a voice that spoke, what tells it from others; a take of long ago does not know its recording. */
type SpokenVoice = Pick<SavedTake, 'voiceId' | 'voiceName' | 'promptSha256'>

/**
 * What a take says.
 *
 * @param find the voice that spoke, in the mood that it spoke in, if it is here
 * Errors: `record-missing` where a voice is gone.
 */
export function takeScript(take: SpokenVoice & Pick<SavedTake, 'text' | 'spokenText' | 'script'>, find: (voice: SpokenVoice) => SavedVoice | null): SpokenScript {
  const { text, spokenText = text, script } = take
  const [first = take, ...others] = script?.voices ?? []
  const voiceOf = (voice: SpokenVoice) => {
    const found = find(voice)
    if (!found) throw new MynaError('record-missing', `the voice "${voice.voiceName}" is gone`)
    return found
  }
  return { passages: script?.passages ?? onePassage(spokenText), voices: [voiceOf(first), ...others.map(voiceOf)] }
}
