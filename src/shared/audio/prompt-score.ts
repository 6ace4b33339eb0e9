import type { PromptCheck, PromptFigures, PromptFinding } from './prompt-check'

/** What costs points: a finding, or something not worth a warning. */
export type PromptDrawback = PromptFinding['code'] | 'little-speech' | 'short-speech' | 'little-noise' | 'little-echo' | 'little-dull'

/** How well a prompt suits cloning. */
export interface PromptScore {
  /** 1 to 5. */
  readonly points: 1 | 2 | 3 | 4 | 5
  /** The worst first. */
  readonly drawbacks: readonly PromptDrawback[]
}

/** Points that each drawback costs. A warning is heard in the clone; the rest may be. */
const costs: Readonly<Record<PromptDrawback, number>> = {
  silent: 4,
  'no-speech': 4,
  'too-short': 4,
  'several-speakers': 3,
  // It may be a good recording all the same, and a whisper or a shout of the same person.
  'somebody-else': 0,
  'voices-at-once': 3,
  music: 2,
  clipping: 2,
  noisy: 2,
  echo: 2,
  telephone: 2,
  'little-speech': 2,
  'very-quiet': 1,
  'short-speech': 1,
  'little-noise': 1,
  'little-echo': 1,
  'little-dull': 1,
  // Engines take what they need of it.
  long: 0,
}

/** Below these somebody who listens for it finds something, though no engine stumbles over it. */
const LITTLE_SPEECH_SECONDS = 3
const AMPLE_SPEECH_SECONDS = 5
const QUIET_BACKGROUND_DB = 28
const LITTLE_ECHO_SECONDS = 0.5
/** Wideband telephony (ITU-T G.722) and old files end at 7 or 8 kHz; sibilants reach above. */
const FULL_BANDWIDTH_HZ = 8200

/** Sums up a check: five points less what its findings and its figures cost. */
export function scorePrompt({ figures, findings }: PromptCheck): PromptScore {
  const found = findings.map(({ code }) => code)
  const drawbacks = [...found, ...smallDrawbacks(figures, new Set(found))]
    .filter((drawback) => costs[drawback] > 0)
    .sort((a, b) => costs[b] - costs[a])
  return { points: clampPoints(5 - drawbacks.reduce((sum, drawback) => sum + costs[drawback], 0)), drawbacks }
}

/** What is not worth a warning and still costs. Where there is no speech, nothing else counts. */
function smallDrawbacks(figures: PromptFigures, found: ReadonlySet<PromptFinding['code']>): PromptDrawback[] {
  if (found.has('silent') || found.has('no-speech') || found.has('too-short')) return []
  const { speechSeconds, snrDb, reverberationSeconds, bandwidthHz } = figures
  const drawbacks: PromptDrawback[] = []
  if (speechSeconds < LITTLE_SPEECH_SECONDS) drawbacks.push('little-speech')
  else if (speechSeconds < AMPLE_SPEECH_SECONDS) drawbacks.push('short-speech')
  if (!found.has('noisy') && snrDb < QUIET_BACKGROUND_DB) drawbacks.push('little-noise')
  if (!found.has('echo') && reverberationSeconds !== null && reverberationSeconds > LITTLE_ECHO_SECONDS) drawbacks.push('little-echo')
  if (!found.has('telephone') && bandwidthHz < FULL_BANDWIDTH_HZ) drawbacks.push('little-dull')
  return drawbacks
}

function clampPoints(points: number): PromptScore['points'] {
  if (points >= 5) return 5
  if (points >= 4) return 4
  if (points >= 3) return 3
  return points >= 2 ? 2 : 1
}
