import type { ReactElement } from 'react'
import { toDecibels } from '../../shared/audio/levels'
import { levelAdvice } from './level-advice'

/** The meter's foot: below this there is only noise. */
const FLOOR_DB = -60

export interface LevelMeterProps {
  readonly peak: number
  readonly rms: number
  readonly seconds: number
}

/** How loud it is now, as a bar and as advice. The bar shows the peak: that is what clips. */
export function LevelMeter({ peak, rms, seconds }: LevelMeterProps): ReactElement {
  const advice = levelAdvice(peak, rms, seconds)
  const share = Math.min(1, Math.max(0, 1 - toDecibels(peak) / FLOOR_DB))
  return (
    <div className="level" data-tone={advice.tone}>
      <div
        className="level__track"
        role="meter"
        aria-label="Level"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={advice.words}
      >
        <div className="level__bar" style={{ inlineSize: `${share * 100}%` }} />
      </div>
      <p className="level__words">{advice.words}</p>
    </div>
  )
}
