/** How high a voice speaks and how far it moves: mean and standard deviation of the natural logarithm of its pitch in Hz. */
export interface PitchRange {
  readonly mean: number
  readonly spread: number
}

/** From one range to another: what the logarithm of a pitch is multiplied by, and what is added to it then. */
export interface PitchLine {
  readonly slope: number
  readonly shift: number
}

/** Below this nothing is voiced, Hz: the network's curves glide down to nothing where a voiced sound ends. */
export const LOWEST_HZ = 60
/** A value further from the median than this factor is an octave that a tracker got wrong. */
const WIDEST = 1.9
/** Voiced values, 80 a second, without which nothing is said of a voice. */
const LEAST_VALUES = 40
/** A melody is never made flatter or livelier than by these factors: a recording of one calm sentence says little of how lively a person is. */
const FLATTEST = 0.3
const LIVELIEST = 1.6

/** The range of pitch curves in Hz, 80 values a second, 0 or below where nothing is voiced. Null where too little is. */
export function pitchRangeOf(...curves: readonly Float32Array[]): PitchRange | null {
  const voiced = curves.flatMap((curve) => [...curve].filter((hertz) => hertz > LOWEST_HZ)).sort((a, b) => a - b)
  const median = voiced[voiced.length >> 1] ?? NaN
  const logs = voiced.filter((hertz) => hertz < WIDEST * median && hertz > median / WIDEST).map(Math.log)
  if (logs.length < LEAST_VALUES) return null
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length
  return { mean, spread: Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length) }
}

/** What makes of pitch in the range `own` pitch in the range `wanted`, as far as it can be told. */
export function pitchLine(own: PitchRange, wanted: PitchRange): PitchLine {
  const slope = Math.min(LIVELIEST, Math.max(FLATTEST, wanted.spread / own.spread))
  return { slope, shift: wanted.mean - slope * own.mean }
}

/** Moves a curve's voiced values along a line, in place. */
export function movePitch(curve: Float32Array, { slope, shift }: PitchLine): void {
  for (const [at, hertz] of curve.entries()) if (hertz > LOWEST_HZ) curve[at] = Math.exp(slope * Math.log(hertz) + shift)
}
