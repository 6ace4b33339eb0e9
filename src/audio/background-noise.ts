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
/** Less background than this says nothing: then the quietest frames stand for it. */
const SHORTEST_BACKGROUND_SECONDS = 0.3
const FRAME_SECONDS = 0.02
const QUIET_SHARE = 0.1

/**
 * Measures the background of a mono clip: the power outside its speech against the power inside, less the background
 * that is under the speech too. A clip without pauses is judged by the quietest tenth of its frames, which overstates the
 * noise a little.
 */
export function measureBackground(samples: Float32Array, sampleRate: number, speech: SpeechMap = findSpeech(samples, sampleRate)): BackgroundNoise {
  const inside = new Float64Array(2)
  const outside = new Float64Array(2)
  const isSpeech = markSpeech(samples.length, sampleRate, speech)
  for (let i = 0; i < samples.length; i++) {
    const mark = isSpeech[i]
    if (mark === Mark.guard) continue
    const sums = mark === Mark.speech ? inside : outside
    sums[0] = (sums[0] ?? 0) + (samples[i] ?? 0) ** 2
    sums[1] = (sums[1] ?? 0) + 1
  }
  const [speechSquares = 0, speechCount = 0] = inside
  const [noiseSquares = 0, noiseCount = 0] = outside
  const noise = noiseCount >= SHORTEST_BACKGROUND_SECONDS * sampleRate ? noiseSquares / noiseCount : quietFrames(samples, sampleRate)
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

/** Mean power of the quietest tenth of the frames. */
function quietFrames(samples: Float32Array, sampleRate: number): number {
  const length = Math.round(FRAME_SECONDS * sampleRate)
  const powers: number[] = []
  for (let start = 0; start + length <= samples.length; start += length) {
    let squares = 0
    for (let i = start; i < start + length; i++) squares += (samples[i] ?? 0) ** 2
    powers.push(squares / length)
  }
  powers.sort((a, b) => a - b)
  const quiet = powers.slice(0, Math.max(1, Math.floor(QUIET_SHARE * powers.length)))
  return quiet.reduce((sum, power) => sum + power, 0) / quiet.length || 0
}
