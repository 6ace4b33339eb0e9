import type { DubLine, SavedVoice } from '../../shared/protocol/records'
import type { Passage } from '../../shared/protocol/script'
import { readingOf, type ScriptReading } from '../speak/script-reading'
import type { SpokenScript } from '../speak/spoken-script'

/** A film's lines with what is said in each, and by whom. */
export interface DubScript {
  /** Null where no line has a word. */
  readonly script: SpokenScript | null
  readonly lines: readonly DubLine[]
}

/** Reads each line by itself, with its marks and its cast: a line is passages in a row, or none where nothing of it can be said. */
export function dubScript(lines: readonly DubLine[], reading: Omit<ScriptReading, 'text'>): DubScript {
  const passages: Passage[] = []
  const voices: SavedVoice[] = []
  const placeOf = (voice: SavedVoice) => {
    const place = voices.findIndex(({ id, promptSha256 }) => id === voice.id && promptSha256 === voice.promptSha256)
    return place < 0 ? voices.push(voice) - 1 : place
  }
  const counted = lines.map((line): DubLine => {
    const read = readingOf({ ...reading, text: line.text })
    if ('code' in read) return { ...line, passages: 0 }
    passages.push(...read.passages.map((passage) => ({ ...passage, voice: placeOf(read.voices[passage.voice] ?? reading.narrator) })))
    return { ...line, passages: read.passages.length }
  })
  const [first, ...others] = voices
  return { script: first ? { passages, voices: [first, ...others] } : null, lines: counted }
}
