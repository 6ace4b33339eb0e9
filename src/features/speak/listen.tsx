import type { ReactElement, ReactNode } from 'react'
import { ErrorAlert } from '../../components/error-alert'
import { Panel } from '../../components/panel'
import { failureWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import { ReadingCard } from './reading-card'
import { ReadingProgress } from './reading-progress'
import { SpeakButton } from './speak-button'
import { UnfinishedReadings } from './unfinished-readings'
import './listen.css'

export interface ListenProps {
  /** Where the files of the chosen engine stand; nothing once they are here. */
  readonly engineFiles: ReactNode
}

/** Step 3: speak, hear, keep. */
export function Listen({ engineFiles }: ListenProps): ReactElement {
  const error = useApp(({ speakState }) => (speakState.phase === 'failed' ? speakState.error : null))
  return (
    <Panel step={3} title="Listen" className="listen">
      <UnfinishedReadings />
      <div className="listen__start">
        <SpeakButton />
        <ReadingProgress />
      </div>
      {engineFiles}
      {error && <ErrorAlert {...error} wording={failureWording(error)} />}
      <ReadingCard />
    </Panel>
  )
}
