import { clippedShare, peakOf, rmsOf, toDecibels } from './levels'
import { findSpeech, type SpeechMap } from './speech-segments'

/** A finding about a prompt: `refuse` blocks saving, `warn` does not. Same shape as the store's `PromptFinding`. */
export interface PromptFinding {
  readonly severity: 'refuse' | 'warn'
  readonly code: 'silent' | 'too-short' | 'clipping' | 'very-quiet' | 'long'
  readonly message: string
}

/** What was measured. Levels in dBFS, `-Infinity` where there is nothing. */
export interface PromptFigures {
  readonly durationSeconds: number
  readonly speechSeconds: number
  readonly peakDbfs: number
  /** RMS level over the stretches with speech. */
  readonly speechDbfs: number
  /** Share of the samples that is clipped, 0 to 1. */
  readonly clippedShare: number
}

export interface PromptCheck {
  readonly figures: PromptFigures
  /** The refusal first, if any; at most one of `silent` and `too-short`. */
  readonly findings: readonly PromptFinding[]
}

/** A voice cannot be told from less speech than this. */
const SHORTEST_SPEECH_SECONDS = 1
/** Engines listen to half a minute at most; more only costs time. */
const LONGEST_SECONDS = 30
/** One sample in 5,000: single overshoots of a mastered file stay below, a driven microphone does not. */
const CLIPPED_SHARE = 0.0002
/** Close speech lies around -26 dBFS; 16 dB less brings the noise of room and microphone along. */
const QUIET_DBFS = -42

/** Judges a prompt, mono PCM, as it would be saved. */
export function checkPrompt(samples: Float32Array, sampleRate: number): PromptCheck {
  const speech = findSpeech(samples, sampleRate)
  const figures: PromptFigures = {
    durationSeconds: samples.length / sampleRate,
    speechSeconds: speech.speechSeconds,
    peakDbfs: toDecibels(peakOf(samples)),
    speechDbfs: speechLevel(samples, sampleRate, speech),
    clippedShare: clippedShare(samples),
  }
  return { figures, findings: findingsOf(figures) }
}

function findingsOf(figures: PromptFigures): PromptFinding[] {
  const findings: PromptFinding[] = []
  if (figures.speechSeconds === 0) {
    const message = 'No speech was found. Check the microphone and come closer to it.'
    return [{ severity: 'refuse', code: 'silent', message }]
  }
  if (figures.speechSeconds < SHORTEST_SPEECH_SECONDS) {
    const message = `Only ${figures.speechSeconds.toFixed(1)} seconds of speech: at least one second is needed, five or more are better.`
    findings.push({ severity: 'refuse', code: 'too-short', message })
  }
  if (figures.clippedShare > CLIPPED_SHARE) {
    const message = 'The recording is overdriven. Move away from the microphone or turn it down, and record again.'
    findings.push({ severity: 'warn', code: 'clipping', message })
  }
  if (figures.speechDbfs < QUIET_DBFS) {
    const message = `The speech is very quiet (${figures.speechDbfs.toFixed(0)} dB). Come closer or turn the microphone up.`
    findings.push({ severity: 'warn', code: 'very-quiet', message })
  }
  if (figures.durationSeconds > LONGEST_SECONDS) {
    const message = `${figures.durationSeconds.toFixed(0)} seconds is more than a voice needs: 5 to 12 seconds work best.`
    findings.push({ severity: 'warn', code: 'long', message })
  }
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
