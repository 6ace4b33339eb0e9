import { clippedShare, rmsOf } from './levels'
import { findSpeech } from './speech-segments'

/** What can be wrong with the sound of a sentence, whatever it says. */
export type SoundFinding = 'no-sound' | 'clipping' | 'long-silence' | 'too-fast' | 'too-slow' | 'cut-ending'

export interface SentenceSound {
  /** Mono PCM of one sentence, the pause behind it included. */
  readonly samples: Float32Array
  readonly sampleRate: number
  /** The sentence as it is said, numbers in words. */
  readonly text: string
  /** Pace factor that was asked for; 1 is the usual pace. */
  readonly pace: number
}

/** As for prompts: one sample in 5,000, which single overshoots stay below. */
const CLIPPED_SHARE = 0.0002
/** Speakers pause up to about a second inside a sentence (Campione & Veronis 2002); half as much again is a hole. */
const LONGEST_SILENCE_SECONDS = 1.5
/** English is read aloud at 150 to 170 words a minute (Tauroza & Allison 1990), 15 letters and spaces a second. */
const CHARACTERS_PER_SECOND = 15
/** Faster than any auctioneer, and slower than dictation: outside of these something is cut or runs on. */
const FASTEST = 2.5
const SLOWEST = 3
/** Short sentences are all beginning and end: their pace says nothing. */
const FEWEST_CHARACTERS = 12
/** A sound that is cut still is near its usual level here; one that ends has died away. */
const LAST_SECONDS = 0.03
const CUT_LEVEL = 0.5

/** Listens for what no transcript shows. The list is empty for a sound sentence. */
export function checkSound({ samples, sampleRate, text, pace }: SentenceSound): readonly SoundFinding[] {
  const { segments, speechSeconds } = findSpeech(samples, sampleRate)
  const first = segments[0]
  const last = segments.at(-1)
  if (!first || !last) return ['no-sound']
  const findings: SoundFinding[] = []
  if (clippedShare(samples) > CLIPPED_SHARE) findings.push('clipping')
  // The silence before the first word counts too; the one behind the last is the pause of the sentence.
  const gaps = segments.map(({ startSeconds }, index) => startSeconds - (segments[index - 1]?.endSeconds ?? 0))
  if (Math.max(0, ...gaps) > LONGEST_SILENCE_SECONDS / pace) findings.push('long-silence')
  const characters = text.trim().length
  const expectedSeconds = characters / (CHARACTERS_PER_SECOND * pace)
  if (characters >= FEWEST_CHARACTERS) {
    if (speechSeconds < expectedSeconds / FASTEST) findings.push('too-fast')
    if (last.endSeconds - first.startSeconds > expectedSeconds * SLOWEST) findings.push('too-slow')
  }
  const usual = rmsOf(samples, Math.round(first.startSeconds * sampleRate), Math.round(last.endSeconds * sampleRate))
  if (rmsOf(samples, samples.length - Math.round(LAST_SECONDS * sampleRate)) > CUT_LEVEL * usual) findings.push('cut-ending')
  return findings
}
