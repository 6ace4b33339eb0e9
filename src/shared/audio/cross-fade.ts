import { peakOf, rmsOf } from './levels'
import { findSpeech } from './speech-segments'

/** Long enough that no step is heard where two rooms meet, short enough to stay within the pauses of the parts. */
const CROSS_FADE_SECONDS = 0.04
/** What a part is raised by at most: more would raise its noise into the others' speech. */
const MOST_GAIN = 4
/** -1 dBFS: raised parts do not clip. */
const HIGHEST_PEAK = 0.891

/**
 * Joins parts of recordings, mono PCM at one rate, into one: each brought to the level of the loudest one's speech, with
 * short cross-fades of equal power between them. The parts stay as they are; no parts give no samples.
 */
export function joinParts(parts: readonly Float32Array[], sampleRate: number): Float32Array<ArrayBuffer> {
  const matched = matchLevels(parts, sampleRate)
  const shortest = matched.reduce((least, { length }) => Math.min(least, length), Infinity)
  const fade = matched.length < 2 ? 0 : Math.min(Math.round(CROSS_FADE_SECONDS * sampleRate), Math.floor(shortest / 2))
  const total = matched.reduce((sum, { length }) => sum + length, 0) - fade * Math.max(0, matched.length - 1)
  const joined = new Float32Array(total)
  let offset = 0
  for (const [index, part] of matched.entries()) {
    for (let i = 0; i < part.length; i++) {
      joined[offset + i] = (joined[offset + i] ?? 0) + (part[i] ?? 0) * gainAt(i, part.length, fade, index > 0, index < matched.length - 1)
    }
    offset += part.length - fade
  }
  return joined
}

/** Sine and cosine: their squares add up to one, as the powers of sounds that have nothing to do with each other do. */
function gainAt(index: number, length: number, fade: number, fadesIn: boolean, fadesOut: boolean): number {
  if (fadesIn && index < fade) return Math.sin((Math.PI / 2) * ((index + 0.5) / fade))
  const left = length - 1 - index
  return fadesOut && left < fade ? Math.sin((Math.PI / 2) * ((left + 0.5) / fade)) : 1
}

function matchLevels(parts: readonly Float32Array[], sampleRate: number): Float32Array[] {
  const levels = parts.map((part) => speechRms(part, sampleRate))
  const loudest = Math.max(0, ...levels)
  return parts.map((part, index) => {
    const level = levels[index] ?? 0
    const gain = level === 0 ? 1 : Math.min(loudest / level, MOST_GAIN, Math.max(1, HIGHEST_PEAK / peakOf(part)))
    return gain === 1 ? part : part.map((sample) => gain * sample)
  })
}

/** RMS where somebody speaks; of everything where that cannot be told. */
function speechRms(samples: Float32Array, sampleRate: number): number {
  const { segments } = findSpeech(samples, sampleRate)
  let [squares, count] = [0, 0]
  for (const { startSeconds, endSeconds } of segments) {
    const [start, end] = [Math.round(startSeconds * sampleRate), Math.round(endSeconds * sampleRate)]
    squares += rmsOf(samples, start, end) ** 2 * (end - start)
    count += end - start
  }
  return count === 0 ? rmsOf(samples) : Math.sqrt(squares / count)
}
