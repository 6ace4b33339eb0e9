import { soundsLikeMusic, TONES_STEP_SECONDS, toneSpectrum } from './background-music'
import { countVoices, VOICES_STEP_SECONDS } from './overlapping-voices'
import type { SpeechMap, SpeechSegment } from './speech-segments'

/** Where something else sounds together with the one who speaks: as in `protocol/analysis.ts`. */
export interface Disturbances {
  readonly music: readonly SpeechSegment[]
  /** Two people at once. */
  readonly voices: readonly SpeechSegment[]
}

export const UNDISTURBED: Disturbances = { music: [], voices: [] }

/** Listened to at a time, and how far on the next time begins: more than a sentence, less than a song. */
const WINDOW_SECONDS = 12
const STEP_SECONDS = 4
/** Less of a recording says nothing. */
const SHORTEST_SECONDS = 2.5
/**
 * Share of the frames with sound in which two voices are heard. Of 59 people of LibriSpeech, ten seconds each, one is above 0.06
 * alone; with another 0 or 6 dB below, nine in ten are.
 */
const TWO_VOICES_SHARE = 0.06
/** Fewer frames with sound say nothing. */
const LEAST_ACTIVE_SHARE = 0.25

/** Looks for music and for second voices in a recording, mono PCM, of a minute or less. About 20 ms for each second. */
export function findDisturbances(samples: Float32Array, sampleRate: number): Disturbances {
  const total = samples.length / sampleRate
  if (total < SHORTEST_SECONDS) return UNDISTURBED
  const tones = toneSpectrum(samples, sampleRate)
  const counts = countVoices(samples, sampleRate)
  const frames = (seconds: number, stepSeconds: number) => Math.round(seconds / stepSeconds)
  const music = foundIn(total, (start, end) => soundsLikeMusic(tones, frames(start, TONES_STEP_SECONDS), frames(end, TONES_STEP_SECONDS)))
  const voices = foundIn(total, (start, end) => holdsTwoVoices(counts.subarray(frames(start, VOICES_STEP_SECONDS), frames(end, VOICES_STEP_SECONDS))))
  // Instruments have periods, too.
  return { music, voices: withoutSegments(voices, music) }
}

/** The seconds that `isFound` in every window they lie in. */
function foundIn(total: number, isFound: (startSeconds: number, endSeconds: number) => boolean): SpeechSegment[] {
  const windows: { readonly start: number; readonly end: number; readonly isFound: boolean }[] = []
  for (let start = 0; windows.length === 0 || start + WINDOW_SECONDS <= total; start += STEP_SECONDS) {
    // The last one takes the rest along.
    const end = start + WINDOW_SECONDS + STEP_SECONDS > total ? total : start + WINDOW_SECONDS
    windows.push({ start, end, isFound: isFound(start, end) })
  }
  const steps = Array.from({ length: Math.ceil(total / STEP_SECONDS) }, (_, index) => index * STEP_SECONDS)
  return merged(
    steps
      .filter((at) => windows.every(({ start, end, isFound: found }) => found || at < start || at >= end))
      .map((at) => ({ startSeconds: at, endSeconds: Math.min(total, at + STEP_SECONDS) })),
  )
}

function holdsTwoVoices(counts: Uint8Array): boolean {
  let [active, double] = [0, 0]
  for (const count of counts) {
    if (count > 0) active += 1
    if (count > 1) double += 1
  }
  return active >= LEAST_ACTIVE_SHARE * counts.length && double > TWO_VOICES_SHARE * active
}

/** What of a map is not disturbed. */
export function clearSpeech({ segments }: SpeechMap, { music, voices }: Disturbances): SpeechMap {
  const clear = withoutSegments(withoutSegments(segments, music), voices)
  return { segments: clear, speechSeconds: seconds(clear) }
}

/** The same disturbances on a clock that starts `offsetSeconds` later. */
export function disturbancesFrom({ music, voices }: Disturbances, offsetSeconds: number): Disturbances {
  const moved = (segments: readonly SpeechSegment[]) =>
    segments.map(({ startSeconds, endSeconds }) => ({ startSeconds: startSeconds + offsetSeconds, endSeconds: endSeconds + offsetSeconds }))
  return { music: moved(music), voices: moved(voices) }
}

/** Seconds of segments that lie within others. */
export function sharedSeconds(segments: readonly SpeechSegment[], others: readonly SpeechSegment[]): number {
  return seconds(segments) - seconds(withoutSegments(segments, others))
}

function withoutSegments(segments: readonly SpeechSegment[], others: readonly SpeechSegment[]): SpeechSegment[] {
  return others.reduce<readonly SpeechSegment[]>((left, { startSeconds, endSeconds }) =>
    left.flatMap((segment) =>
      [
        { startSeconds: segment.startSeconds, endSeconds: Math.min(segment.endSeconds, startSeconds) },
        { startSeconds: Math.max(segment.startSeconds, endSeconds), endSeconds: segment.endSeconds },
      ].filter((part) => part.endSeconds > part.startSeconds),
    ), segments) as SpeechSegment[]
}

function merged(segments: readonly SpeechSegment[]): SpeechSegment[] {
  const joined: SpeechSegment[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    if (last && segment.startSeconds <= last.endSeconds) joined[joined.length - 1] = { startSeconds: last.startSeconds, endSeconds: Math.max(last.endSeconds, segment.endSeconds) }
    else joined.push(segment)
  }
  return joined
}

function seconds(segments: readonly SpeechSegment[]): number {
  return segments.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)
}
