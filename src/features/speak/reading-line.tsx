import type { CSSProperties, PointerEvent, ReactElement } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { VisuallyHidden } from '../../components/visually-hidden'
import { formatClock } from '../../shared/text/wording/english/figures'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'
import { ReadingBars } from './reading-bars'
import { holdsReading, shownTake } from './shown-reading'

/** The slider's step: the player reports more often than the line can show. */
const STEP_SECONDS = 0.1

/** What was heard, what exists and what is still expected, as one picture. Seeking moves inside what exists. */
export function ReadingLine(): ReactElement {
  const { held, position, available, duration, generating } = useApp(useShallow(places))
  const seek = useApp((state) => state.seek)
  const seekTo = (seconds: number) => { seek(Math.min(seconds, available)) }

  // On some phones a tap beside the thumb of a slider does nothing.
  function follow(event: PointerEvent<HTMLInputElement>): void {
    if (!held || event.buttons !== 1) return
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width))
    seekTo(Math.round((share * duration) / STEP_SECONDS) * STEP_SECONDS)
  }

  return (
    <div className="player__line" style={{ '--heard': duration > 0 ? position / duration : 0 } as CSSProperties}>
      <label className="player__picture">
        <VisuallyHidden>Position</VisuallyHidden>
        <ReadingBars />
        <input
          type="range"
          disabled={!held}
          min={0}
          max={duration}
          step={STEP_SECONDS}
          value={position}
          aria-valuetext={`${formatClock(position)} of ${formatClock(duration)}`}
          onPointerDown={follow}
          onPointerMove={follow}
          onChange={(event) => { seekTo(event.target.valueAsNumber) }}
        />
      </label>
      <p className="player__times">
        <span>{formatClock(position)}</span>
        <span>
          {generating ? 'about ' : ''}
          {formatClock(duration)}
        </span>
      </p>
    </div>
  )
}

function places(state: AppState) {
  const { positionSeconds, availableSeconds, durationSeconds, generating } = state.player
  const take = shownTake(state)
  if (!holdsReading(state)) {
    const duration = take ? take.sampleCount / take.sampleRate : 0
    return { held: false, position: 0, available: duration, duration, generating: false }
  }
  const duration = Math.max(durationSeconds, availableSeconds)
  return {
    held: true,
    position: Math.min(duration, Math.round(positionSeconds / STEP_SECONDS) * STEP_SECONDS),
    available: availableSeconds,
    duration,
    generating,
  }
}
