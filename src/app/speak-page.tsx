import type { ReactElement } from 'react'
import { EngineChoice } from '../features/engine-choice/engine-choice'
import { RecordVoice } from '../features/record-voice/record-voice'
import { Listen } from '../features/speak/listen'
import { Words } from '../features/speak/words'
import { StagePanel } from '../features/stage-panel/stage-panel'
import { VoiceLibrary } from '../features/voice-library/voice-library'
import './speak-page.css'

/** The whole of the app on one screen: a voice, a text, a sound. */
export function SpeakPage(): ReactElement {
  return (
    <div className="speak-page">
      <div className="speak-page__intro">
        <h1>Say it in your voice</h1>
        <p>Record a few seconds, type a text, hear that voice say it. Everything happens on this device.</p>
      </div>
      <div className="speak-page__voice">
        <RecordVoice />
      </div>
      <Words />
      <Listen engine={<EngineChoice />} facts={<StagePanel />} />
      <div className="speak-page__library">
        <VoiceLibrary />
      </div>
    </div>
  )
}
