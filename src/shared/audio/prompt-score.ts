import type { PromptCheck, PromptFigures, PromptFinding } from './prompt-check'

/** How well a prompt suits cloning. */
export interface PromptScore {
  /** 1 to 5. */
  readonly points: 1 | 2 | 3 | 4 | 5
  /** The points as a word: what the clone can be expected to be. */
  readonly grade: 'excellent' | 'good' | 'fair' | 'poor' | 'bad'
  /** What cost points, the worst first, each in a few words that can stand in a list. */
  readonly reasons: readonly string[]
}

/** Something that costs points. */
interface Loss {
  readonly points: number
  readonly reason: string
}

/** A warning is heard in the clone; the rest may be. */
const findingLosses: Readonly<Record<PromptFinding['code'], Loss>> = {
  silent: { points: 4, reason: 'no speech' },
  'no-speech': { points: 4, reason: 'no speech' },
  'too-short': { points: 4, reason: 'too little speech' },
  'several-speakers': { points: 3, reason: 'more than one voice' },
  clipping: { points: 2, reason: 'overdriven' },
  noisy: { points: 2, reason: 'noise behind the voice' },
  echo: { points: 2, reason: 'an echoing room' },
  telephone: { points: 2, reason: 'the narrow band of a telephone' },
  'very-quiet': { points: 1, reason: 'very quiet' },
  // Engines take what they need of it.
  long: { points: 0, reason: 'longer than needed' },
}

/** Below these somebody who listens for it finds something, though no engine stumbles over it. */
const LITTLE_SPEECH_SECONDS = 3
const AMPLE_SPEECH_SECONDS = 5
const QUIET_BACKGROUND_DB = 28
const LITTLE_ECHO_SECONDS = 0.5
/** Wideband telephony (ITU-T G.722) and old files end at 7 or 8 kHz; sibilants reach above. */
const FULL_BANDWIDTH_HZ = 8200

const grades = { 1: 'bad', 2: 'poor', 3: 'fair', 4: 'good', 5: 'excellent' } as const

/** Sums up a check: five points less what its findings and its figures cost. */
export function scorePrompt({ figures, findings }: PromptCheck): PromptScore {
  const found = new Set(findings.map(({ code }) => code))
  const losses = [...findings.map(({ code }) => findingLosses[code]), ...smallLosses(figures, found)]
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
  const points = clampPoints(5 - losses.reduce((sum, loss) => sum + loss.points, 0))
  return { points, grade: grades[points], reasons: losses.map(({ reason }) => reason) }
}

/** The score in one line, e.g. "4 of 5: good, a little echo". */
export function scoreWording({ points, grade, reasons }: PromptScore): string {
  return `${points} of 5: ${[grade, ...reasons].join(', ')}`
}

/** What is not worth a warning and still costs. Where there is no speech, nothing else counts. */
function smallLosses(figures: PromptFigures, found: ReadonlySet<PromptFinding['code']>): Loss[] {
  if (found.has('silent') || found.has('no-speech') || found.has('too-short')) return []
  const losses: Loss[] = []
  if (figures.speechSeconds < LITTLE_SPEECH_SECONDS) losses.push({ points: 2, reason: 'little speech' })
  else if (figures.speechSeconds < AMPLE_SPEECH_SECONDS) losses.push({ points: 1, reason: 'a little short' })
  if (!found.has('noisy') && figures.snrDb < QUIET_BACKGROUND_DB) losses.push({ points: 1, reason: 'a little noise' })
  const { reverberationSeconds } = figures
  if (!found.has('echo') && reverberationSeconds !== null && reverberationSeconds > LITTLE_ECHO_SECONDS) {
    losses.push({ points: 1, reason: 'a little echo' })
  }
  if (!found.has('telephone') && figures.bandwidthHz < FULL_BANDWIDTH_HZ) losses.push({ points: 1, reason: 'a little dull' })
  return losses
}

function clampPoints(points: number): PromptScore['points'] {
  if (points >= 5) return 5
  if (points >= 4) return 4
  if (points >= 3) return 3
  return points >= 2 ? 2 : 1
}
