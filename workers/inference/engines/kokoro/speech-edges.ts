/** Sound is looked for in stretches of this length. */
const STEP_SECONDS = 0.005
/** A stretch this much weaker than the loudest one is silence, dB. */
const SILENCE_DB = 45
/** Silence that stays, so that soft first and last sounds are not cut. */
const KEPT_BEFORE_SECONDS = 0.03
const KEPT_AFTER_SECONDS = 0.08
/** Fades against clicks where stretches are joined. */
const FADE_SECONDS = 0.005

/** Which edges of a sentence a part of its sound has. */
export interface SpeechEdges {
  readonly begins: boolean
  readonly ends: boolean
}

/**
 * Cuts silence from the edges of mono speech, fades them and appends `pauseSeconds` of silence to its end; edges inside a sentence
 * are left alone. The result is new; `samples` is only read. All-silent input gives the pause alone.
 */
export function tidySpeech(
  samples: Float32Array, sampleRate: number, pauseSeconds: number, { begins, ends }: SpeechEdges = { begins: true, ends: true },
): Float32Array<ArrayBuffer> {
  const sounding = soundingRange(samples, sampleRate)
  const start = begins ? sounding.start : 0
  const end = ends ? Math.max(start, sounding.end) : samples.length
  const pause = ends ? Math.round(pauseSeconds * sampleRate) : 0
  const tidy = new Float32Array(end - start + pause)
  tidy.set(samples.subarray(start, end))
  const fade = Math.min(Math.round(FADE_SECONDS * sampleRate), Math.floor((end - start) / 2))
  for (let at = 0; at < fade; at++) {
    const gain = at / fade
    const mirror = end - start - 1 - at
    if (begins) tidy[at] = (tidy[at] ?? 0) * gain
    if (ends) tidy[mirror] = (tidy[mirror] ?? 0) * gain
  }
  return tidy
}

/** Where speech is in mono `samples`, in samples: its edges as {@link tidySpeech} cuts them; empty where all is silent. */
export function soundingRange(samples: Float32Array, sampleRate: number): { readonly start: number; readonly end: number } {
  const step = Math.max(1, Math.round(STEP_SECONDS * sampleRate))
  const powers: number[] = []
  for (let from = 0; from < samples.length; from += step) {
    const stretch = samples.subarray(from, from + step)
    powers.push(stretch.reduce((sum, sample) => sum + sample * sample, 0) / stretch.length)
  }
  const floor = powers.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-SILENCE_DB / 10)
  const sounds = (power: number) => power > floor
  const first = powers.findIndex(sounds)
  if (first === -1) return { start: 0, end: 0 }
  const last = powers.findLastIndex(sounds)
  return {
    start: Math.max(0, first * step - Math.round(KEPT_BEFORE_SECONDS * sampleRate)),
    end: Math.min(samples.length, (last + 1) * step + Math.round(KEPT_AFTER_SECONDS * sampleRate)),
  }
}
