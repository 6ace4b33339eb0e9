import type { LineFacts } from '../../../protocol/project'
import { formatAbout, formatDuration } from './figures'

/** How far something has come. */
interface Come {
  readonly madeCount: number
  readonly lineCount: number
  readonly seconds: number
  readonly leftOutCount: number
}

/** In sentences and in sound: "34 of 600 sentences, 12 min of sound, 1 left out". */
export function madeWording({ madeCount, lineCount, seconds, leftOutCount }: Come): string {
  if (lineCount === 0) return 'nothing to say yet'
  const sentences = madeCount === lineCount ? sentencesWording(lineCount) : `${madeCount} of ${sentencesWording(lineCount)}`
  const sound = seconds > 0 ? `, ${formatDuration(seconds)} of sound` : ''
  return `${sentences}${sound}${leftOutCount > 0 ? `, ${leftOutCount} left out` : ''}`
}

/** The time that the rest takes on this device. */
export function leftWording(seconds: number | null): string {
  return seconds === null ? 'measuring how fast this device is' : `${formatAbout(seconds)} left`
}

export function chaptersWording(count: number): string {
  return count === 1 ? '1 chapter' : `${count} chapters`
}

function sentencesWording(count: number): string {
  return count === 1 ? '1 sentence' : `${count} sentences`
}

/** Why a line was left out: one entry for every reason. */
const leftOut: Readonly<Record<NonNullable<LineFacts['leftOut']>, string>> = {
  'text-unspeakable': 'there is nothing in it that can be said',
  'text-script-unsupported': 'the engine cannot read this script',
  'text-too-long': 'it is too long for one sentence',
  'generation-runaway': 'the engine did not find its end',
  'position-budget-exceeded': 'it is too long for the engine',
}

export function leftOutWording(reason: NonNullable<LineFacts['leftOut']>): string {
  return `Left out: ${leftOut[reason]}. Say it in other words, or change the text.`
}
