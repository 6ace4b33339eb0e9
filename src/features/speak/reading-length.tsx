import type { ReactElement } from 'react'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'
import { formatAbout } from '../../shared/text/wording/english/figures'
import { speechSeconds } from '../../shared/text/speech-length'

/** Shorter readings are over before anybody wonders. */
const LONG_SECONDS = 60

/** How long the speech of a long text is and, where this device has spoken with the engine before, how long it takes to make. */
export function ReadingLength({ text }: { readonly text: string }): ReactElement | null {
  const pace = useApp(({ settings }) => settings.speed)
  const rtf = useApp(lastRtf)
  const seconds = speechSeconds(text) / pace
  if (seconds < LONG_SECONDS) return null
  return (
    <p className="words__length">
      This is {formatAbout(seconds)} of speech{rtf !== null && `, made in ${formatAbout(seconds * rtf)} on this device`}. Each sentence is
      kept as soon as it is made.
    </p>
  )
}

function lastRtf({ takes, selectedPackId }: AppState): number | null {
  return takes.find(({ packId, figures }) => packId === selectedPackId && figures.rtf > 0)?.figures.rtf ?? null
}
