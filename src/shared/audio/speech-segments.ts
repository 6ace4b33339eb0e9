import { toDecibels } from './levels'

/** A stretch of time in seconds. */
export interface SpeechSegment {
  readonly startSeconds: number
  readonly endSeconds: number
}

/** Where somebody speaks in a clip. */
export interface SpeechMap {
  readonly segments: readonly SpeechSegment[]
  /** Sum of the segments' lengths. */
  readonly speechSeconds: number
}

const FRAME_SECONDS = 0.02
/** Speech starts this far above the noise floor and ends when it falls below the second figure. */
const ONSET_DB = 10
const OFFSET_DB = 6
/** Breaths and stop consonants are not pauses: gaps up to this long stay inside a segment. */
const HANGOVER_SECONDS = 0.25
/** Shorter bursts are clicks. */
const SHORTEST_SECONDS = 0.08
/** Below this a microphone records nothing but its own noise. */
const LOWEST_SPEECH_DB = -62
/** Speech spans about 40 dB; what lies further below the loudest parts of a clip is not part of it. */
const SPEECH_RANGE_DB = 38
/** The floor follows the quietest tenth of the frames within this long around each second. */
const FLOOR_WINDOW_SECONDS = 10
const FLOOR_QUANTILE = 0.1
const LOUD_QUANTILE = 0.95
/** Stands for digital silence, whose logarithm has no number. */
const SILENCE_DB = -120

/**
 * Finds speech by energy: frames of 20 ms against a noise floor that follows the clip, with hysteresis, gaps bridged
 * and clicks dropped. Steady noise and silence have no segments. Meant for one voice recorded close by, not for
 * telling speech from music.
 *
 * @param samples mono PCM
 */
export function findSpeech(samples: Float32Array, sampleRate: number): SpeechMap {
  const frameLength = Math.max(1, Math.round(FRAME_SECONDS * sampleRate))
  const levels = frameLevels(samples, frameLength)
  const thresholds = frameThresholds(levels)
  const runs = withoutClicks(bridged(activeRuns(levels, thresholds)))
  const seconds = (frame: number) => Math.min((frame * frameLength) / sampleRate, samples.length / sampleRate)
  const segments = runs.map(({ start, end }) => ({ startSeconds: seconds(start), endSeconds: seconds(end) }))
  const speechSeconds = segments.reduce((total, segment) => total + segment.endSeconds - segment.startSeconds, 0)
  return { segments, speechSeconds }
}

interface FrameRun {
  readonly start: number
  readonly end: number
}

/** Level of each frame in dBFS about its own mean, so that a microphone's DC offset is not taken for sound. */
function frameLevels(samples: Float32Array, frameLength: number): Float32Array {
  const levels = new Float32Array(Math.ceil(samples.length / frameLength))
  for (let frame = 0; frame < levels.length; frame++) {
    const start = frame * frameLength
    const end = Math.min(samples.length, start + frameLength)
    let sum = 0
    let squares = 0
    for (let i = start; i < end; i++) {
      const sample = samples[i] ?? 0
      sum += sample
      squares += sample * sample
    }
    const mean = sum / (end - start)
    levels[frame] = Math.max(SILENCE_DB, toDecibels(Math.sqrt(Math.max(0, squares / (end - start) - mean * mean))))
  }
  return levels
}

/** The onset threshold of each frame. */
function frameThresholds(levels: Float32Array): Float32Array {
  const lowest = Math.max(LOWEST_SPEECH_DB, quantile(levels, LOUD_QUANTILE) - SPEECH_RANGE_DB)
  const framesPerSecond = Math.round(1 / FRAME_SECONDS)
  const reach = (FLOOR_WINDOW_SECONDS / 2) * framesPerSecond
  const thresholds = new Float32Array(levels.length)
  for (let start = 0; start < levels.length; start += framesPerSecond) {
    const floor = quantile(levels.subarray(Math.max(0, start - reach), start + framesPerSecond + reach), FLOOR_QUANTILE)
    thresholds.fill(Math.max(lowest, floor + ONSET_DB), start, start + framesPerSecond)
  }
  return thresholds
}

function quantile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort()
  return sorted[Math.floor(share * (sorted.length - 1))] ?? SILENCE_DB
}

function activeRuns(levels: Float32Array, thresholds: Float32Array): FrameRun[] {
  const runs: FrameRun[] = []
  let start: number | null = null
  for (const [frame, level] of levels.entries()) {
    const onset = thresholds[frame] ?? 0
    if (start === null && level >= onset) start = frame
    else if (start !== null && level < onset - (ONSET_DB - OFFSET_DB)) {
      runs.push({ start, end: frame })
      start = null
    }
  }
  if (start !== null) runs.push({ start, end: levels.length })
  return runs
}

function bridged(runs: readonly FrameRun[]): FrameRun[] {
  const joined: FrameRun[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (last && (run.start - last.end) * FRAME_SECONDS <= HANGOVER_SECONDS) {
      joined[joined.length - 1] = { start: last.start, end: run.end }
    } else joined.push(run)
  }
  return joined
}

function withoutClicks(runs: readonly FrameRun[]): FrameRun[] {
  return runs.filter(({ start, end }) => (end - start) * FRAME_SECONDS >= SHORTEST_SECONDS)
}
