import { joinSamples } from './join'
import { findSpeech, type SpeechMap } from './speech-segments'

/** Long enough to tell voices apart, short enough to lie within one turn of a talk. */
const WINDOW_SECONDS = 2
const STEP_SECONDS = 1
/** More of a prompt is not listened to by engines either. */
const MOST_WINDOWS = 30

/**
 * Windows of 2 s, one every second, over the speech of a recording with its pauses taken out: mono PCM at its own rate,
 * half a minute at most, each with a buffer of its own. None where there are less than 2 s of speech.
 */
export function speakerWindows(samples: Float32Array, sampleRate: number, { segments }: SpeechMap = findSpeech(samples, sampleRate)): Float32Array[] {
  const place = (seconds: number) => Math.round(seconds * sampleRate)
  const speech = joinSamples(segments.map(({ startSeconds, endSeconds }) => samples.subarray(place(startSeconds), place(endSeconds))))
  const count = Math.floor((speech.length / sampleRate - WINDOW_SECONDS) / STEP_SECONDS) + 1
  return Array.from({ length: Math.max(0, Math.min(MOST_WINDOWS, count)) }, (_, index) => {
    const start = place(index * STEP_SECONDS)
    return speech.slice(start, start + place(WINDOW_SECONDS))
  })
}
