import { toDecibels } from '../../shared/audio/levels'

/** What to tell somebody who records, from the level of the last moment. */
export interface LevelAdvice {
  readonly tone: 'low' | 'good' | 'high'
  readonly words: string
}

/** Nobody starts at once: silence is no fault before this. */
const GRACE_SECONDS = 1.5
/** Near full scale (-0.2 dBFS) converters clip. */
const CLIPPING_PEAK = 0.977
/** Speech below about -46 dBFS drowns in the noise of laptop microphones. */
const FAINT_RMS_DB = -46
const QUIET_RMS_DB = -36

export function levelAdvice(peak: number, rms: number, seconds: number): LevelAdvice {
  if (peak >= CLIPPING_PEAK) return { tone: 'high', words: 'Too loud: move back a little' }
  if (toDecibels(rms) >= QUIET_RMS_DB) return { tone: 'good', words: 'Good level, keep going' }
  if (seconds < GRACE_SECONDS) return { tone: 'low', words: 'Listening' }
  if (toDecibels(rms) < FAINT_RMS_DB) return { tone: 'low', words: 'Hardly any sound is coming in: speak up or come closer' }
  return { tone: 'low', words: 'A little quiet: come closer' }
}
