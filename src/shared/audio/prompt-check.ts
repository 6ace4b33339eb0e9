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
  /** What is the matter, in a few words. */
  readonly title: string
  /** What it does to a clone, and what to do. */
  readonly message: string
}

/** Found by the speaker encoder, after everything else. */
export const SEVERAL_SPEAKERS: PromptFinding = {
  severity: 'warn',
  code: 'several-speakers',
  title: 'More than one voice',
  message: 'The clone would be a mix of them. Move the handles to a part in which one person speaks, or record again without the others.',
}

/** What was measured. Levels in dBFS, `-Infinity` where there is nothing. */
export interface PromptFigures {
  readonly durationSeconds: number
  readonly speechSeconds: number
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
const NO_SPEECH: PromptFinding = {
  severity: 'warn',
  code: 'no-speech',
  title: 'No speech in this sound',
  message: 'This sounds like music or noise. Move the handles to where somebody speaks, or record a few seconds of speech.',
}

function findingsOf(figures: PromptFigures): PromptFinding[] {
  const findings: PromptFinding[] = []
  if (figures.speechSeconds === 0) {
    const message = 'No speech was found. Check the microphone and come closer to it.'
    return [{ severity: 'refuse', code: 'silent', title: 'There is no speech in this part', message }]
  }
  if (figures.speechSeconds < SHORTEST_SPEECH_SECONDS) {
    const message = `Only ${figures.speechSeconds.toFixed(1)} seconds of speech: at least one second is needed, five or more are better.`
    findings.push({ severity: 'refuse', code: 'too-short', title: 'There is too little speech in this part', message })
  }
  if (figures.clippedShare > CLIPPED_SHARE) {
    const message = 'The recording is overdriven. Move away from the microphone or turn it down, and record again.'
    findings.push({ severity: 'warn', code: 'clipping', title: 'Too loud: the sound is clipped', message })
  }
  if (figures.speechDbfs < QUIET_DBFS) {
    const message = `The speech is very quiet (${figures.speechDbfs.toFixed(0)} dB). Come closer or turn the microphone up.`
    findings.push({ severity: 'warn', code: 'very-quiet', title: 'Very quiet', message })
  }
  if (figures.snrDb < NOISY_SNR_DB) {
    const message = `The background is only ${Math.max(0, figures.snrDb).toFixed(0)} dB below the voice and may be heard in the clone. Find a quieter place or come closer.`
    findings.push({ severity: 'warn', code: 'noisy', title: 'There is noise behind the voice', message })
  }
  if (figures.reverberationSeconds !== null && figures.reverberationSeconds > ECHO_SECONDS) {
    const message = 'The room echoes, and the clone would too. A room with curtains, a bed or a sofa is better, and coming closer helps.'
    findings.push({ severity: 'warn', code: 'echo', title: 'The room echoes', message })
  }
  if (figures.bandwidthHz > 0 && figures.bandwidthHz < TELEPHONE_HZ) {
    const message = 'This sounds like a telephone line: nothing above 4 kHz is there, and the clone will sound dull. Record with this device instead.'
    findings.push({ severity: 'warn', code: 'telephone', title: 'Like over the telephone', message })
  }
  if (figures.durationSeconds > LONGEST_SECONDS) {
    const message = `${figures.durationSeconds.toFixed(0)} seconds is more than a voice needs: 5 to 12 seconds work best.`
    findings.push({ severity: 'warn', code: 'long', title: 'Longer than needed', message })
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
