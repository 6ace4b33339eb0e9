import type { ReactElement, ReactNode } from 'react'
import { ErrorAlert } from '../../components/error-alert'
import { Panel } from '../../components/panel'
import { errorWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import { CloserVoice } from './closer-voice'
import { PlayerBar } from './player-bar'
import { ReadingProgress } from './reading-progress'
import { SpeakButton } from './speak-button'
import { SpeakingSettings } from './speaking-settings'
import { TakeCheck } from './take-check'
import { TakeDownloads } from './take-downloads'
import { UnfinishedReadings } from './unfinished-readings'
import './listen.css'

export interface ListenProps {
  /** Choice and state of the engine. */
  readonly engine: ReactNode
  /** Facts for the curious. */
  readonly facts: ReactNode
}

/** Step 3: speak, hear, keep. */
export function Listen({ engine, facts }: ListenProps): ReactElement {
  const error = useApp(({ speakState }) => (speakState.phase === 'failed' ? speakState.error : null))
  return (
    <Panel step={3} title="Listen" className="listen">
      <UnfinishedReadings />
      <div className="listen__start">
        <SpeakButton />
        <ReadingProgress />
      </div>
      {error && <ErrorAlert {...error} wording={errorWording(error.code)} />}
      <PlayerBar />
      <TakeCheck />
      <TakeDownloads />
      <div className="listen__engine">{engine}</div>
      <CloserVoice />
      <div>
        <SpeakingSettings />
        {facts}
      </div>
    </Panel>
  )
}
