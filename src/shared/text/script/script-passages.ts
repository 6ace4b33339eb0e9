import { NARRATOR, PLAIN_PROSODY, type CastRole, type Prosody } from '../../protocol/script'
import { MARK_RANGES } from './marks'
import { readScript, type Rendering, type ScriptPassage } from './read-script'
import { findTurns, foldedName } from './speakers'

/**
 * A text as its cast says it: who is in the cast says the lines behind their name and the quotations beside it, the narrator the
 * rest; names before lines are not spoken. Without anybody but the narrator in the cast every word is read as it stands.
 *
 * @param prosody how the whole is said; what roles and marks ask for is added to it
 * @param gapSeconds silence where one speaker follows another; absent for the usual pause
 * @param rendering what becomes of the words; as they are spoken if absent
 */
export function scriptPassages(text: string, cast: readonly CastRole[], prosody: Prosody, gapSeconds?: number, rendering?: Rendering): readonly ScriptPassage[] {
  const roles = new Map(cast.map((role) => [foldedName(role.name), role]))
  const turns = cast.some(({ name }) => name !== NARRATOR) ? findTurns(text).filter(({ speaker }) => roles.has(foldedName(speaker))) : []
  const passages = readScript(text, turns, rendering)
  return passages.map((passage, index) => {
    const role = roles.get(foldedName(passage.speaker)) ?? roles.get(NARRATOR)
    const before = passages[index - 1]
    const isAnother = before !== undefined && foldedName(before.speaker) !== foldedName(passage.speaker)
    return {
      ...passage,
      prosody: combined(combined(prosody, role?.prosody ?? PLAIN_PROSODY), passage.prosody),
      ...(isAnother && gapSeconds !== undefined && { gapSeconds }),
    }
  })
}

/** One way of speaking on top of another, within what is possible. */
export function combined(one: Prosody, other: Prosody): Prosody {
  return {
    pace: within(one.pace * other.pace, MARK_RANGES.pace),
    pitchSemitones: within(one.pitchSemitones + other.pitchSemitones, MARK_RANGES.pitch),
    gainDb: within(one.gainDb + other.gainDb, MARK_RANGES.loudness),
  }
}

function within(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, value))
}
