import type { ReactElement } from 'react'
import { IconButton } from '../../components/icon-button'
import { useApp } from '../../state/use-app'
import { ReadingLine } from './reading-line'
import { holdsReading } from './shown-reading'

/** The reading as a picture to move through, with the one act that makes sense now. */
export function ReadingPlayer({ takeId }: { readonly takeId: string | null }): ReactElement {
  return (
    <div className="player" role="group" aria-label="Player">
      <PlayerButton takeId={takeId} />
      <ReadingLine />
      <Underruns />
      <SpokenAgain takeId={takeId} />
    </div>
  )
}

function PlayerButton({ takeId }: { readonly takeId: string | null }): ReactElement {
  const held = useApp(holdsReading)
  const phase = useApp((state) => state.player.phase)
  const pause = useApp((state) => state.pausePlayback)
  const resume = useApp((state) => state.resumePlayback)
  const replay = useApp((state) => state.replayTake)
  const look = { className: 'player__button' }
  switch (held ? phase : 'idle') {
    case 'playing':
    case 'banking':
      return <IconButton {...look} icon="pause" label="Pause" onClick={pause} disabled={phase === 'banking'} />
    case 'paused':
      return <IconButton {...look} icon="play" label="Resume" onClick={resume} />
    case 'idle':
    case 'ended':
      return (
        <IconButton
          {...look}
          icon="play"
          label="Hear it again"
          disabled={takeId === null}
          onClick={() => { if (takeId !== null) void replay(takeId) }}
        />
      )
  }
}

function Underruns(): ReactElement | null {
  const underruns = useApp((state) => (holdsReading(state) ? state.player.underruns : 0))
  if (underruns === 0) return null
  return (
    <p className="player__underruns">
      The sound ran dry {underruns === 1 ? 'once' : `${underruns} times`}: this device was slower than expected. The
      download has no gaps.
    </p>
  )
}

/** The engine noticed itself that it had left out words. */
function SpokenAgain({ takeId }: { readonly takeId: string | null }): ReactElement | null {
  const count = useApp(({ figures, currentTakeId }) => (takeId !== null && currentTakeId === takeId ? (figures?.spokenAgain ?? 0) : 0))
  if (count === 0) return null
  return (
    <p className="player__underruns">
      The engine ended too early {count === 1 ? 'once' : `${count} times`}: the words that it had left out were spoken again.
    </p>
  )
}
