/** Range in which a voice's pitch is looked for, Hz: a low man's to an excited child's. */
const MIN_F0 = 60
const MAX_F0 = 500
/** Pitch is looked for at about this rate; more would cost more and find the same. */
const ANALYSIS_RATE = 8000
const HOP_SECONDS = 0.005
/** How alike two neighbouring periods must be to be voice: to begin with, and to go on. */
const BEGINS_AT = 0.6
const GOES_ON_AT = 0.4
/** Below this power nothing is voice. */
const SILENCE = 1e-7
/** Of two lags that are nearly as good the shorter is taken, and the one nearer to the period before (Talkin 1995: octave and change costs). */
const OCTAVE_COST = 0.06
const CHANGE_COST = 0.1
/** How far from where it is expected a mark may lie, as a share of the period. */
const REACH = 0.18

/** Of any voice. */
export const LONGEST_PERIOD_SECONDS = 1 / MIN_F0

/** A place in sound where a grain may be taken. */
export interface PitchMark {
  /** Samples from the first one. */
  readonly place: number
  /** To the next mark, samples. */
  readonly period: number
  readonly voiced: boolean
}

/** Finds, as sound streams by, a mark for each period of the voice, and marks at even distances where there is none. */
export interface PitchMarker {
  /** Takes all the sound that there is by now, the oldest sample being number `base`, and gives the marks that follow from it. */
  read(sound: Float32Array, base: number, ended: boolean): PitchMark[]
  /** Samples before this one are not looked at again. */
  needsFrom(): number
}

/**
 * Periods come from the normalised cross-correlation of neighbouring stretches (Talkin 1995, "RAPT", its first pass), marks from
 * the place where the sound is most like it was around the mark before (as Praat's point process by cross-correlation).
 *
 * @param unvoicedHop samples between marks where there is no voice
 */
export function createPitchMarker(sampleRate: number, unvoicedHop: number): PitchMarker {
  const tracker = createPeriodTracker(sampleRate)
  let place = 0
  let wasVoiced = false

  /** The place around `expected` where the sound is most like that around the mark, both a period long. */
  function likest(sound: Float32Array, base: number, period: number): number {
    const half = Math.round(period / 2)
    const reach = Math.ceil(REACH * period)
    const from = Math.round(place)
    const expected = Math.round(place + period)
    let best = expected
    const scores = new Float64Array(2 * reach + 1)
    for (let shift = -reach; shift <= reach; shift++) scores[shift + reach] = likeness(sound, from - half - base, expected + shift - half - base, 2 * half)
    for (let at = 1; at < scores.length - 1; at++) if ((scores[at] ?? -1) > (scores[best - expected + reach] ?? -1)) best = expected + at - reach
    return best + vertex(scores, best - expected + reach) + (place - from)
  }

  return {
    needsFrom: () => Math.floor(place - 2 * (sampleRate / MIN_F0)),
    read(sound, base, ended) {
      const marks: PitchMark[] = []
      const end = base + sound.length
      const ahead = ended ? 0 : Math.ceil((3 * sampleRate) / MIN_F0)
      while (place + ahead < end) {
        const period = tracker.periodAt(sound, base, place)
        let next = place + (period ?? unvoicedHop)
        if (period !== null) next = wasVoiced ? likest(sound, base, period) : strongest(sound, base, place, period)
        marks.push({ place, period: next - place, voiced: period !== null && wasVoiced })
        wasVoiced = period !== null
        place = next
      }
      return marks
    },
  }
}

/** The strongest sample within a period behind `place`: about where the glottis closes. */
function strongest(sound: Float32Array, base: number, place: number, period: number): number {
  const first = Math.round(place + 0.5 * period) - base
  let best = first
  for (let at = first; at < first + period; at++) if (Math.abs(sound[at] ?? 0) > Math.abs(sound[best] ?? 0)) best = at
  return best + base
}

/** Normalised correlation of two stretches. */
function likeness(sound: Float32Array, a: number, b: number, length: number): number {
  let [product, powerA, powerB] = [0, 1e-9, 1e-9]
  for (let i = 0; i < length; i++) {
    const [x, y] = [sound[a + i] ?? 0, sound[b + i] ?? 0]
    product += x * y
    powerA += x * x
    powerB += y * y
  }
  return product / Math.sqrt(powerA * powerB)
}

/** How far from `at` the parabola through three values has its vertex. */
function vertex(values: Float64Array, at: number): number {
  const [before, here, after] = [values[at - 1], values[at], values[at + 1]]
  if (before === undefined || here === undefined || after === undefined) return 0
  const curvature = before - 2 * here + after
  return curvature < 0 ? (before - after) / (2 * curvature) : 0
}

/** Tells the period of the voice at places that only grow; null where there is none. */
function createPeriodTracker(sampleRate: number) {
  const factor = Math.max(1, Math.floor(sampleRate / ANALYSIS_RATE))
  const rate = sampleRate / factor
  const minLag = Math.floor(rate / MAX_F0)
  const maxLag = Math.ceil(rate / MIN_F0)
  const window = maxLag
  const low = new Float32Array(window + maxLag)
  const scores = new Float64Array(maxLag + 2)
  const hop = Math.round(HOP_SECONDS * sampleRate)
  let known: { readonly frame: number; readonly period: number | null } = { frame: -1, period: null }

  function measure(sound: Float32Array, start: number): number | null {
    for (let i = 0; i < low.length; i++) {
      let sum = 0
      for (let at = start + i * factor; at < start + (i + 1) * factor; at++) sum += sound[at] ?? 0
      low[i] = sum / factor
    }
    if (powerOf(low) < SILENCE) return null
    let best = 0
    let most = -Infinity
    for (let lag = minLag - 1; lag <= maxLag; lag++) scores[lag] = likeness(low, (low.length - window - lag) >> 1, ((low.length - window - lag) >> 1) + lag, window)
    for (let lag = minLag; lag < maxLag; lag++) {
      const score = scores[lag] ?? 0
      if (score < (scores[lag - 1] ?? 0) || score < (scores[lag + 1] ?? 0)) continue
      const jump = known.period === null ? 0 : Math.min(1, Math.abs(Math.log2((lag * factor) / known.period)))
      const worth = score - OCTAVE_COST * Math.log2(lag / minLag) - CHANGE_COST * jump
      if (worth > most) [best, most] = [lag, worth]
    }
    if (best === 0 || (scores[best] ?? 0) < (known.period === null ? BEGINS_AT : GOES_ON_AT)) return null
    return (best + vertex(scores, best)) * factor
  }

  return {
    /** The period at the frame that `place` lies in, samples; each frame is measured once, the window being centred on it. */
    periodAt(sound: Float32Array, base: number, place: number): number | null {
      const frame = Math.floor(place / hop)
      if (frame !== known.frame) known = { frame, period: measure(sound, frame * hop - (low.length >> 1) * factor - base) }
      return known.period
    },
  }
}

function powerOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
}
