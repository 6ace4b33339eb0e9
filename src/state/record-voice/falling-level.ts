/** What the recorder measures, about 20 times a second. */
export interface Level {
  readonly peak: number
  readonly rms: number
  readonly seconds: number
}

/** Share that is left after one report: 20 dB in about 1.1 s, close to the fall of a peak programme meter. */
const FALL = 0.9

/** The level to show: rises at once, falls slowly enough to be read between words. */
export function fallingLevel(shown: Level, measured: Level): Level {
  return {
    peak: Math.max(measured.peak, shown.peak * FALL),
    rms: Math.max(measured.rms, shown.rms * FALL),
    seconds: measured.seconds,
  }
}
