import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import type { AppState } from '../../state/app-state'
import { soundingSide } from '../../state/compare/comparison-slice'
import { useApp } from '../../state/use-app'
import { formatClock } from '../../shared/text/wording/english/figures'
import type { ComparisonSide } from '../../state/speak/player-slice'

const SIDES: readonly ComparisonSide[] = ['a', 'b']

/** Starts a side or switches to it, and stops. */
export function CompareSides(): ReactElement {
  const sounding = useApp(soundingSide)
  const clock = useApp(clockWords)
  const playCompared = useApp((state) => state.playCompared)
  const pause = useApp((state) => state.pausePlayback)
  return (
    <div className="compare__sides" role="group" aria-label="Listen">
      {SIDES.map((side) => (
        <Button
          key={side}
          size="large"
          className="compare__side"
          icon="play"
          aria-pressed={sounding === side}
          onClick={() => void playCompared(side)}
        >
          {`Play ${side.toUpperCase()}`}
        </Button>
      ))}
      <Button icon="pause" disabled={sounding === null} onClick={pause}>
        Pause
      </Button>
      <span className="compare__clock">{clock}</span>
    </div>
  )
}

/** Empty before anything was played. */
function clockWords({ playback, player: { positionSeconds, durationSeconds } }: AppState): string {
  return playback?.kind === 'comparison' ? `${formatClock(positionSeconds)} of ${formatClock(durationSeconds)}` : ''
}
