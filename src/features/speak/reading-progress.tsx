import type { ReactElement } from 'react'
import { ProgressBar } from '../../components/progress-bar'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'
import { formatAbout } from '../../shared/text/wording/english/figures'

/** What the reading is doing now, in words and as a bar. */
export function ReadingProgress(): ReactElement | null {
  const speakState = useApp((state) => state.speakState)
  const madeSeconds = useApp(({ player }) => player.availableSeconds.toFixed(1))
  const bankSeconds = useApp(bankToFill)
  const timeLeft = useApp(longTimeLeft)
  const hasVoice = useApp((state) => state.selectedVoiceId !== null)
  const hasText = useApp((state) => state.text.trim() !== '')
  const hasTake = useApp((state) => state.currentTakeId !== null)
  switch (speakState.phase) {
    case 'awaiting-pack':
      return <p className="reading">It will speak as soon as its engine is on this device.</p>
    case 'loading':
    case 'preparing':
      return <ProgressBar label={speakState.progress.label} fraction={speakState.progress.fraction || null} />
    case 'speaking': {
      const { step } = speakState
      const version = step ? `, version ${step.candidate} of ${step.candidateCount}` : ''
      const sentence = `Speaking sentence ${speakState.chunkIndex + 1} of ${speakState.chunkCount}${version}`
      return (
        <div className="reading">
          <ProgressBar label={sentence} fraction={speakState.fraction || null} valueText={`${madeSeconds} s made`} />
          {timeLeft !== null && <p>Finished in {timeLeft}.</p>}
          {bankSeconds !== null && (
            <p>
              Collecting {bankSeconds} s before the sound starts, so that it never stutters: {madeSeconds} s so far.
            </p>
          )}
        </div>
      )
    }
    case 'stopped':
      return <p className="reading">{hasTake ? 'Stopped. What was made so far is kept.' : 'Stopped.'}</p>
    case 'idle':
      if (!hasVoice) return <p className="reading">First make a voice in step 1.</p>
      if (!hasText) return <p className="reading">First type something in step 2.</p>
      return null
    case 'done':
    case 'failed':
      return null
  }
}

/** Below, the bar says enough. */
const LONG_SECONDS = 25

/** How long it will take until all is made, in words that change rarely; null where that is soon or not known. */
function longTimeLeft({ player: { workSecondsLeft } }: AppState): string | null {
  return workSecondsLeft !== null && workSecondsLeft >= LONG_SECONDS ? formatAbout(workSecondsLeft) : null
}

/** A wait for less explains itself. */
const LEAST_BANK_SECONDS = 2

/** Seconds to collect before sound starts, as shown; null where sound waits for little, or where it is only guessed so far. */
function bankToFill({ player: { phase, bankTargetSeconds, availableSeconds } }: AppState): string | null {
  return phase === 'banking' && availableSeconds > 0 && bankTargetSeconds >= LEAST_BANK_SECONDS ? bankTargetSeconds.toFixed(1) : null
}
