import type { ReactElement } from 'react'
import { Panel } from '../../components/panel'
import { useFileDrop } from '../../components/use-file-drop'
import { useApp } from '../../state/use-app'
import { AddVoice } from './add-voice'
import { DraftView } from './draft-view'
import { RecordingView } from './recording-view'
import { VoiceChoice } from './voice-choice'
import './record-voice.css'

/** Step 1: choose a kept voice, or make one from the microphone or a file. */
export function RecordVoice(): ReactElement {
  const phase = useApp((state) => state.recording.phase)
  const hasVoices = useApp((state) => state.voices.length > 0)
  const openFiles = useApp((state) => state.openFiles)
  const addToDraft = useApp((state) => state.addToDraft)
  const resting = phase === 'idle' || phase === 'failed'
  const { hovering, ...drop } = useFileDrop(resting || phase === 'draft', (files) => void (phase === 'draft' ? addToDraft(files) : openFiles(files)))
  return (
    <Panel
      step={1}
      title="Your voice"
      className="record-voice"
      data-dropping={hovering}
      {...(resting && !hasVoices && { lead: 'Five to twelve seconds of clear speech in a quiet room are enough.' })}
      {...drop}
    >
      {resting && hasVoices && <VoiceChoice />}
      {resting && <AddVoice />}
      {phase === 'draft' && <DraftView />}
      {!resting && phase !== 'draft' && <RecordingView />}
    </Panel>
  )
}
