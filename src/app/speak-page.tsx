import type { ReactElement } from 'react'
import { DocumentDrop, DocumentLink } from '../features/documents/document-link'
import { Dubbing } from '../features/dubbing/dubbing'
import { EngineGroup } from '../features/engine-choice/engine-group'
import { PackProgress } from '../features/engine-choice/pack-progress'
import { RecordVoice } from '../features/record-voice/record-voice'
import { Samples } from '../features/samples/samples'
import { SayLike } from '../features/say-like/say-like'
import { Listen } from '../features/speak/listen'
import { SpeakingSettings } from '../features/speak/speaking-settings'
import { Words } from '../features/speak/words'
import { StagePanel } from '../features/stage-panel/stage-panel'
import { VoiceList } from '../features/voice-library/voice-list'
import { useApp } from '../state/use-app'
import './speak-page.css'

/** The whole of the app on one screen: a voice, a text, a sound. Only a newcomer is told what it is. */
export function SpeakPage(): ReactElement {
  const isNewcomer = useApp((state) => state.ready && state.voices.length === 0)
  const isMakingVoice = useApp(({ recording }) => recording.phase !== 'idle' && recording.phase !== 'failed')
  return (
    <div className="speak-page" data-newcomer={isNewcomer} data-making-voice={isMakingVoice}>
      <div className="speak-page__intro">
        <div className="speak-page__words">
          <h1>Say it in your voice</h1>
          <p>Record a few seconds, type some text, and hear that voice say it. Everything happens on this device.</p>
        </div>
        {isNewcomer && !isMakingVoice && <Samples />}
      </div>
      <RecordVoice voices={<VoiceList />} />
      <DocumentDrop>
        <Words
          otherWay={
            <>
              <SayLike />
              <Dubbing />
              <DocumentLink />
            </>
          }
        />
      </DocumentDrop>
      <Listen engineFiles={<PackProgress />} />
      <EngineGroup settings={<SpeakingSettings />} facts={<StagePanel />} />
    </div>
  )
}
