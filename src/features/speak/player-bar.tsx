import type { CSSProperties, ReactElement } from 'react'
import { Button } from '../../components/button'
import { VisuallyHidden } from '../../components/visually-hidden'
import { formatClock } from '../../text/format'
import { useApp } from '../../store/use-app'

/** The reading as a line: what was heard, what exists, what is still expected. Seeking moves inside what exists. */
export function PlayerBar(): ReactElement | null {
  const player = useApp((state) => state.player)
  const kind = useApp((state) => state.playback?.kind)
  const takeId = useApp((state) => state.currentTakeId)
  const pause = useApp((state) => state.pausePlayback)
  const resume = useApp((state) => state.resumePlayback)
  const seek = useApp((state) => state.seek)
  const replay = useApp((state) => state.replayTake)
  const { phase, positionSeconds, availableSeconds, durationSeconds, generating, underruns } = player
  if ((kind !== 'reading' && kind !== 'take') || availableSeconds === 0) return null
  const duration = Math.max(durationSeconds, availableSeconds)
  const shares = { '--heard': positionSeconds / duration, '--made': availableSeconds / duration } as CSSProperties
  return (
    <div className="player" role="group" aria-label="Player">
      {phase === 'playing' || phase === 'banking' ? (
        <Button icon="pause" onClick={pause} disabled={phase === 'banking'}>
          Pause
        </Button>
      ) : phase === 'paused' ? (
        <Button icon="play" onClick={resume}>
          Resume
        </Button>
      ) : (
        <Button icon="play" disabled={takeId === null} onClick={() => { if (takeId !== null) void replay(takeId) }}>
          Hear it again
        </Button>
      )}
      <div className="player__line" style={shares}>
        <label>
          <VisuallyHidden>Position</VisuallyHidden>
          <input
            type="range"
            min={0}
            max={duration}
            step={0.1}
            value={Math.min(positionSeconds, duration)}
            aria-valuetext={`${formatClock(positionSeconds)} of ${formatClock(duration)}`}
            onChange={(event) => { seek(Math.min(event.target.valueAsNumber, availableSeconds)) }}
          />
        </label>
        <p className="player__times">
          <span>{formatClock(positionSeconds)}</span>
          <span>
            {generating ? 'about ' : ''}
            {formatClock(duration)}
          </span>
        </p>
      </div>
      {underruns > 0 && (
        <p className="player__underruns">
          The sound ran dry {underruns === 1 ? 'once' : `${underruns} times`}: this device was slower than expected. The
          download has no gap.
        </p>
      )}
    </div>
  )
}
