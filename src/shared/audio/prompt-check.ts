import { measureBackground } from './background-noise'
import { contentBandwidth } from './bandwidth'
import { clippedShare, peakOf, rmsOf, toDecibels } from './levels'
import { integratedLoudness } from './loudness'
import { estimateReverberation } from './reverberation'
import { findSpeech, type SpeechMap } from './speech-segments'

/** A finding about a prompt: `refuse` blocks saving, `warn` does not. */
export interface PromptFinding {
  readonly severity: 'refuse' | 'warn'
  readonly code:
    | 'silent'
    | 'too-short'
    | 'no-speech'
    | 'clipping'
    | 'very-quiet'
    | 'noisy'
    | 'echo'
    | 'telephone'
    | 'long'
    | 'several-speakers'
    | 'somebody-else'
    | 'music'
    | 'voices-at-once'
}

/** Found by the speaker encoder, after everything else. */
export const SEVERAL_SPEAKERS: PromptFinding = { severity: 'warn', code: 'several-speakers' }

/** Of a mood: found by the speaker encoder, which compares it with the voice. */
export const SOMEBODY_ELSE: PromptFinding = { severity: 'warn', code: 'somebody-else' }

/** Less of it is a chance sound, or a false alarm. */
const LEAST_DISTURBED_SECONDS = 1

/** What it means that somebody speaks together with music or with another, for so many seconds. It does not refuse: music may be faint. */
export function disturbanceFindings(musicSeconds: number, voicesSeconds: number): PromptFinding[] {
  const found = [['music', musicSeconds], ['voices-at-once', voicesSeconds]] as const
  return found.flatMap(([code, seconds]) => (seconds >= LEAST_DISTURBED_SECONDS ? [{ severity: 'warn', code } as const] : []))
}

/** What was measured. Levels in dBFS, `-Infinity` where there is nothing. */
export interface PromptFigures {
  readonly durationSeconds: number
  readonly speechSeconds: number
  /** Speech that music or a second voice sounds together with: not counted above. */
  readonly disturbedSeconds: number
  readonly peakDbfs: number
  /** RMS level over the stretches with speech. */
  readonly speechDbfs: number
  /** Integrated loudness after ITU-R BS.1770, LUFS. */
  readonly loudnessLufs: number
  /** Share of the samples that is clipped, 0 to 1. */
  readonly clippedShare: number
  /** Speech over background, dB. */
  readonly snrDb: number
  /** How long sound lingers in the room (T60); null where the clip does not tell. */
  readonly reverberationSeconds: number | null
  /** Up to which frequency there is speech, Hz. */
  readonly bandwidthHz: number
}

export interface PromptCheck {
  readonly figures: PromptFigures
  /** The refusal first, if any; at most one of `silent` and `too-short`. */
  readonly findings: readonly PromptFinding[]
}

/** A voice cannot be told from less speech than this. */
export const SHORTEST_SPEECH_SECONDS = 1
/** Engines listen to half a minute at most; more only costs time. */
const LONGEST_SECONDS = 30
/** One sample in 5,000: single overshoots of a mastered file stay below, a driven microphone does not. */
const CLIPPED_SHARE = 0.0002
/** Close speech lies around -26 dBFS; 16 dB less brings the noise of room and microphone along. */
const QUIET_DBFS = -42
/** Clones take over what is behind a voice; from about 20 dB on it is heard in them. */
const NOISY_SNR_DB = 18
/** Living rooms have up to half a second; more is a kitchen, a bath or a hall. */
const ECHO_SECONDS = 0.7
/** The telephone network carries 300 to 3,400 Hz (ITU-T G.712), with what its filters let through above. */
const TELEPHONE_HZ = 4200

/** Less sure speech than this, in a clip that is loud enough to be some, is a false alarm in music or noise. */
const FALSE_ALARM_SHARE = 0.1

/**
 * Judges a prompt, mono PCM, as it would be saved; its loudness, room and bandwidth by what engines listen to.
 *
 * @param heard where the speech detector heard somebody speak; without it, what is loud counts as speech, music too
 */
export function checkPrompt(samples: Float32Array, sampleRate: number, heard: SpeechMap | null = null): PromptCheck {
  const loud = findSpeech(samples, sampleRate)
  const isOther = heard !== null && heard.speechSeconds < SHORTEST_SPEECH_SECONDS && heard.speechSeconds < FALSE_ALARM_SHARE * loud.speechSeconds
  const speech = heard === null || isOther ? loud : heard
  const beginning = samples.subarray(0, LONGEST_SECONDS * sampleRate)
  const figures: PromptFigures = {
    durationSeconds: samples.length / sampleRate,
    speechSeconds: speech.speechSeconds,
    disturbedSeconds: 0,
    peakDbfs: toDecibels(peakOf(samples)),
    speechDbfs: speechLevel(samples, sampleRate, speech),
    loudnessLufs: integratedLoudness(beginning, sampleRate),
    clippedShare: clippedShare(samples),
    snrDb: measureBackground(samples, sampleRate, speech).snrDb,
    reverberationSeconds: estimateReverberation(beginning, sampleRate),
    bandwidthHz: contentBandwidth(samples, sampleRate, speech),
  }
  const findings = findingsOf(figures)
  return { figures, findings: isOther && figures.speechSeconds >= SHORTEST_SPEECH_SECONDS ? [NO_SPEECH] : findings }
}

/** The detector may miss a rare voice, so that this does not refuse. */
const NO_SPEECH: PromptFinding = { severity: 'warn', code: 'no-speech' }

function findingsOf(figures: PromptFigures): PromptFinding[] {
  const { speechSeconds, speechDbfs, snrDb, reverberationSeconds, bandwidthHz, durationSeconds } = figures
  if (speechSeconds === 0) return [{ severity: 'refuse', code: 'silent' }]
  const findings: PromptFinding[] = []
  const warn = (code: PromptFinding['code']) => findings.push({ severity: 'warn', code })
  if (speechSeconds < SHORTEST_SPEECH_SECONDS) findings.push({ severity: 'refuse', code: 'too-short' })
  if (figures.clippedShare > CLIPPED_SHARE) warn('clipping')
  if (speechDbfs < QUIET_DBFS) warn('very-quiet')
  if (snrDb < NOISY_SNR_DB) warn('noisy')
  if (reverberationSeconds !== null && reverberationSeconds > ECHO_SECONDS) warn('echo')
  if (bandwidthHz > 0 && bandwidthHz < TELEPHONE_HZ) warn('telephone')
  if (durationSeconds > LONGEST_SECONDS) warn('long')
  return findings
}

function speechLevel(samples: Float32Array, sampleRate: number, { segments }: SpeechMap): number {
  let squares = 0
  let count = 0
  for (const { startSeconds, endSeconds } of segments) {
    const start = Math.round(startSeconds * sampleRate)
    const end = Math.round(endSeconds * sampleRate)
    squares += rmsOf(samples, start, end) ** 2 * (end - start)
    count += end - start
  }
  return count === 0 ? -Infinity : toDecibels(Math.sqrt(squares / count))
}
