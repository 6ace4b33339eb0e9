import { clippedRuns } from './levels'
import type { SpeechMap, SpeechSegment } from './speech-segments'

/** What the speech detector hears at a time, seconds. */
export const FRAME_SECONDS = 0.032

/** A recording, frame by frame: all three have one entry for each whole frame of {@link FRAME_SECONDS}. */
export interface SpeechFrames {
  /** How likely somebody speaks, 0 to 1. */
  readonly likelihoods: Float32Array
  /** Mean square of the samples. */
  readonly powers: Float32Array
  /** 1 where a part of the frame is clipped. */
  readonly clipped: Uint8Array
}

/** Measures power and clipping of mono PCM for frames whose `likelihoods` (kept, not copied) are known. */
export function measureFrames(samples: Float32Array, sampleRate: number, likelihoods: Float32Array): SpeechFrames {
  const count = likelihoods.length
  const place = (frame: number) => Math.round(frame * FRAME_SECONDS * sampleRate)
  const powers = new Float32Array(count)
  for (const frame of powers.keys()) {
    const [start, end] = [place(frame), Math.min(samples.length, place(frame + 1))]
    let squares = 0
    for (let i = start; i < end; i++) squares += (samples[i] ?? 0) ** 2
    powers[frame] = end > start ? squares / (end - start) : 0
  }
  const clipped = new Uint8Array(count)
  for (const { start, end } of clippedRuns(samples)) {
    clipped.fill(1, Math.floor(start / sampleRate / FRAME_SECONDS), Math.ceil(end / sampleRate / FRAME_SECONDS))
  }
  return { likelihoods, powers, clipped }
}

/** One recording from stretches that follow each other. */
export function joinFrames(parts: readonly SpeechFrames[]): SpeechFrames {
  const count = parts.reduce((total, { likelihoods }) => total + likelihoods.length, 0)
  const joined = { likelihoods: new Float32Array(count), powers: new Float32Array(count), clipped: new Uint8Array(count) }
  let offset = 0
  for (const { likelihoods, powers, clipped } of parts) {
    joined.likelihoods.set(likelihoods, offset)
    joined.powers.set(powers, offset)
    joined.clipped.set(clipped, offset)
    offset += likelihoods.length
  }
  return joined
}

/** Speech begins at the first likelihood and ends below the second: the defaults of Silero's own `get_speech_timestamps`. */
const ONSET = 0.5
const OFFSET = 0.35
/** Breaths and stop consonants are not pauses: gaps up to this long stay inside a segment. */
const HANGOVER_SECONDS = 0.25
/** Shorter stretches are coughs, clicks and drums (Silero's default, too). */
const SHORTEST_SECONDS = 0.25
/** The detector is sure of a sound a little after its onset, and no longer before its end. */
const PAD_SECONDS = 0.06

/** Where somebody speaks, by the likelihoods of a recording's frames. */
export function speechOfFrames({ likelihoods }: Pick<SpeechFrames, 'likelihoods'>): SpeechMap {
  const total = likelihoods.length * FRAME_SECONDS
  const segments: SpeechSegment[] = []
  for (const run of likelyRuns(likelihoods)) {
    const startSeconds = Math.max(0, run.startSeconds - PAD_SECONDS)
    const endSeconds = Math.min(total, run.endSeconds + PAD_SECONDS)
    const last = segments.at(-1)
    if (last && startSeconds - last.endSeconds <= HANGOVER_SECONDS) {
      segments[segments.length - 1] = { startSeconds: last.startSeconds, endSeconds }
    } else segments.push({ startSeconds, endSeconds })
  }
  return mapOf(segments)
}

/** What of a map lies between two times, seconds, told from the first of them on. */
export function speechBetween({ segments }: SpeechMap, startSeconds: number, endSeconds: number): SpeechMap {
  return mapOf(
    segments.flatMap((segment) => {
      const from = Math.max(segment.startSeconds, startSeconds) - startSeconds
      const to = Math.min(segment.endSeconds, endSeconds) - startSeconds
      return to > from ? [{ startSeconds: from, endSeconds: to }] : []
    }),
  )
}

function likelyRuns(likelihoods: Float32Array): SpeechSegment[] {
  const runs: SpeechSegment[] = []
  let start: number | null = null
  const close = (end: number) => {
    if (start !== null && (end - start) * FRAME_SECONDS >= SHORTEST_SECONDS) {
      runs.push({ startSeconds: start * FRAME_SECONDS, endSeconds: end * FRAME_SECONDS })
    }
    start = null
  }
  for (const [frame, likelihood] of likelihoods.entries()) {
    if (start === null && likelihood >= ONSET) start = frame
    else if (start !== null && likelihood < OFFSET) close(frame)
  }
  close(likelihoods.length)
  return runs
}

function mapOf(segments: readonly SpeechSegment[]): SpeechMap {
  return { segments, speechSeconds: segments.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0) }
}
