import type { ReactElement } from 'react'
import { excerpt } from '../../shared/text/excerpt'
import { useApp } from '../../state/use-app'
import { ListeningControls } from './listening-controls'
import { ReadingPlayer } from './reading-player'
import { ReadingText } from './reading-text'
import { holdsReading, shownTake } from './shown-reading'
import { TakeCheck } from './take-check'
import { speakersOf } from '../../shared/text/wording/english/takes'
import { TakeDownloads } from './take-downloads'

/** One reading or take in one place: hear it, move through it, download it, see what came of it. */
export function ReadingCard(): ReactElement | null {
  const take = useApp(shownTake)
  const held = useApp(holdsReading)
  const text = useApp((state) => state.text)
  if (!take && !held) return null
  return (
    <div className="reading-card">
      {take && take.text !== text && (
        <p className="reading-card__words">
          <span lang={take.language}>“{excerpt(take.text)}”</span>, {speakersOf(take)}
        </p>
      )}
      <ReadingPlayer takeId={take?.id ?? null} />
      {take && <TakeDownloads takeId={take.id} />}
      <ReadingText />
      <ListeningControls takeId={take?.id ?? null} />
      {take && <TakeCheck take={take} />}
    </div>
  )
}
