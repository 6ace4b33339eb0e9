import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { useApp } from '../../state/use-app'
import { PlayerLine } from './player-line'

/** The reading as a line, with what can be done to it. */
export function PlayerBar(): ReactElement | null {
  const held = useApp(
    ({ playback, player }) =>
      (playback?.kind === 'reading' || playback?.kind === 'take') && player.availableSeconds > 0,
  )
  if (!held) return null
  return (
    <div className="player" role="group" aria-label="Player">
      <PlayerButton />
      <PlayerLine />
      <Underruns />
    </div>
  )
}

function PlayerButton(): ReactElement {
  const phase = useApp((state) => state.player.phase)
  const takeId = useApp((state) => state.currentTakeId)
  const pause = useApp((state) => state.pausePlayback)
  const resume = useApp((state) => state.resumePlayback)
  const replay = useApp((state) => state.replayTake)
  switch (phase) {
    case 'playing':
    case 'banking':
      return (
        <Button icon="pause" onClick={pause} disabled={phase === 'banking'}>
          Pause
        </Button>
      )
    case 'paused':
      return (
        <Button icon="play" onClick={resume}>
          Resume
        </Button>
      )
    case 'idle':
    case 'ended':
      return (
        <Button icon="play" disabled={takeId === null} onClick={() => { if (takeId !== null) void replay(takeId) }}>
          Hear it again
        </Button>
      )
  }
}

function Underruns(): ReactElement | null {
  const underruns = useApp((state) => state.player.underruns)
  if (underruns === 0) return null
  return (
    <p className="player__underruns">
      The sound ran dry {underruns === 1 ? 'once' : `${underruns} times`}: this device was slower than expected. The
      download has no gap.
    </p>
  )
}
