import type { ScriptPassage } from '../../script/read-script'
import type { Mark, UnknownMark } from '../../script/marks'
import { NARRATOR } from '../../../protocol/script'

/** How a passage is said, a few words each: who, the mood, pace, pitch, loudness. Empty for the narrator's plain voice. */
export function passageLabels({ speaker, mood, prosody: { pace, pitchSemitones, gainDb } }: Pick<ScriptPassage, 'speaker' | 'mood' | 'prosody'>): readonly string[] {
  return [
    ...(speaker === NARRATOR ? [] : [speaker]),
    ...(mood === undefined ? [] : [mood]),
    ...(pace === 1 ? [] : [`pace ${rounded(pace)}`]),
    ...(pitchSemitones === 0 ? [] : [`pitch ${signed(pitchSemitones)}`]),
    ...(gainDb === 0 ? [] : [`${signed(gainDb)} dB`]),
  ]
}

const unknown: Readonly<Record<UnknownMark, string>> = {
  name: 'is no mark that Myna knows',
  value: 'has a value that Myna does not know',
  cue: 'asks for a sound that no engine here makes',
}

/** Why a mark is not heeded; null for one that is. */
export function markRemark(mark: Mark, written: string): string | null {
  return mark.kind === 'unknown' ? `${written} ${unknown[mark.why]}. It is not spoken.` : null
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)))
}

function signed(value: number): string {
  return value > 0 ? `+${rounded(value)}` : `−${rounded(-value)}`
}
