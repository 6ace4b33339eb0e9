import type { CSSProperties, ReactElement } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { VisuallyHidden } from '../../components/visually-hidden'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'
import { formatClock } from '../../shared/text/wording/english/figures'

/** The slider's step: the player reports more often than the line can show. */
const STEP_SECONDS = 0.1

/** What was heard, what exists, what is still expected, as one line. Seeking moves inside what exists. */
export function PlayerLine(): ReactElement {
  const { position, available, duration, generating } = useApp(useShallow(shown))
  const seek = useApp((state) => state.seek)
  const shares = { '--heard': position / duration, '--made': available / duration } as CSSProperties
  return (
    <div className="player__line" style={shares}>
      <label>
        <VisuallyHidden>Position</VisuallyHidden>
        <input
          type="range"
          min={0}
          max={duration}
          step={STEP_SECONDS}
          value={position}
          aria-valuetext={`${formatClock(position)} of ${formatClock(duration)}`}
          onChange={(event) => { seek(Math.min(event.target.valueAsNumber, available)) }}
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

function shown({ player: { positionSeconds, availableSeconds, durationSeconds, generating } }: AppState) {
  const duration = Math.max(durationSeconds, availableSeconds)
  return {
    position: Math.min(duration, Math.round(positionSeconds / STEP_SECONDS) * STEP_SECONDS),
    available: availableSeconds,
    duration,
    generating,
  }
}
