import { findSpeech, type SpeechMap } from './speech-segments'

/** How loud the speech of a clip is, and what is heard when nobody speaks. */
export interface BackgroundNoise {
  /** RMS between the stretches of speech, dBFS; `-Infinity` for digital silence. */
  readonly noiseDbfs: number
  /** Speech over noise, dB; `Infinity` over digital silence, `-Infinity` without speech. */
  readonly snrDb: number
}

/** Reverberation and soft endings right beside speech are not background. */
const GUARD_SECONDS = 0.12
/** Less background than this says nothing: then the quietest frames of everything stand for it. */
const SHORTEST_BACKGROUND_SECONDS = 0.3
const FRAME_SECONDS = 0.02
const QUIET_SHARE = 0.1
/** A breath, a click, a page that is turned are no background: the loudest tenth of the frames without speech is left out. */
const STEADY_SHARE = 0.9

/**
 * Measures the background of a mono clip: the power outside its speech against the power inside, less the background
 * that is under the speech too. A clip without pauses is judged by the quietest tenth of its frames, which overstates the
 * noise a little.
 */
export function measureBackground(samples: Float32Array, sampleRate: number, speech: SpeechMap = findSpeech(samples, sampleRate)): BackgroundNoise {
  const marks = markSpeech(samples.length, sampleRate, speech)
  const [speechSquares, speechCount] = squaresInside(samples, marks)
  const frames = framePowers(samples, Math.round(FRAME_SECONDS * sampleRate))
  const outside = frames.filter(({ start, end }) => marks.subarray(start, end).every((mark) => mark === Mark.background))
  const isEnough = outside.length * FRAME_SECONDS >= SHORTEST_BACKGROUND_SECONDS
  const noise = isEnough ? quietestMean(outside, STEADY_SHARE) : quietestMean(frames, QUIET_SHARE)
  const total = speechCount === 0 ? 0 : speechSquares / speechCount
  const clean = Math.max(0, total - noise)
  return { noiseDbfs: 10 * Math.log10(noise), snrDb: clean === 0 ? -Infinity : 10 * Math.log10(clean / noise) }
}

const Mark = { background: 0, guard: 1, speech: 2 } as const

function markSpeech(length: number, sampleRate: number, { segments }: SpeechMap): Uint8Array {
  const marks = new Uint8Array(length)
  const fill = (mark: number, startSeconds: number, endSeconds: number) =>
    marks.fill(mark, Math.max(0, Math.round(startSeconds * sampleRate)), Math.max(0, Math.round(endSeconds * sampleRate)))
  for (const { startSeconds, endSeconds } of segments) fill(Mark.guard, startSeconds - GUARD_SECONDS, endSeconds + GUARD_SECONDS)
  for (const { startSeconds, endSeconds } of segments) fill(Mark.speech, startSeconds, endSeconds)
  return marks
}

/** Sum of squares of what is marked as speech, and how many samples that are. */
function squaresInside(samples: Float32Array, marks: Uint8Array): readonly [squares: number, count: number] {
  let [squares, count] = [0, 0]
  for (let i = 0; i < samples.length; i++) {
    if (marks[i] !== Mark.speech) continue
    squares += (samples[i] ?? 0) ** 2
    count += 1
  }
  return [squares, count]
}

interface FramePower {
  readonly start: number
  readonly end: number
  readonly power: number
}

function framePowers(samples: Float32Array, length: number): FramePower[] {
  const frames: FramePower[] = []
  for (let start = 0; start + length <= samples.length; start += length) {
    let squares = 0
    for (let i = start; i < start + length; i++) squares += (samples[i] ?? 0) ** 2
    frames.push({ start, end: start + length, power: squares / length })
  }
  return frames
}

/** Mean power of the quietest `share` of the frames; 0 for no frames. */
function quietestMean(frames: readonly FramePower[], share: number): number {
  const powers = frames.map(({ power }) => power).sort((a, b) => a - b)
  const quiet = powers.slice(0, Math.max(1, Math.floor(share * powers.length)))
  return quiet.reduce((sum, power) => sum + power, 0) / quiet.length || 0
}
