import type { ReactElement, ReactNode } from 'react'
import { Panel } from '../../components/panel'
import { useFileDrop } from '../../components/use-file-drop'
import { useApp } from '../../state/use-app'
import { AddVoice } from './add-voice'
import { DraftView } from './draft-view'
import { RecordingView } from './recording-view'
import { takeFiles } from './take-files'
import './record-voice.css'

export interface RecordVoiceProps {
  /** The kept voices. */
  readonly voices: ReactNode
}

/** Step 1: choose a kept voice, or make one from the microphone or a file. */
export function RecordVoice({ voices }: RecordVoiceProps): ReactElement {
  const phase = useApp((state) => state.recording.phase)
  const hasVoices = useApp((state) => state.voices.length > 0)
  const openFiles = useApp((state) => state.openFiles)
  const importVoice = useApp((state) => state.importVoice)
  const addToDraft = useApp((state) => state.addToDraft)
  const resting = phase === 'idle' || phase === 'failed'
  const { hovering, ...drop } = useFileDrop(resting || phase === 'draft', (files) => {
    if (phase === 'draft') void addToDraft(files)
    else takeFiles(files, openFiles, importVoice)
  })
  return (
    <Panel
      step={1}
      title="Your voice"
      className="record-voice"
      data-dropping={hovering}
      {...(resting && !hasVoices && { lead: 'Five to twelve seconds of clear speech in a quiet room are enough.' })}
      {...drop}
    >
      {resting && voices}
      {resting && <AddVoice />}
      {phase === 'draft' && <DraftView />}
      {!resting && phase !== 'draft' && <RecordingView />}
    </Panel>
  )
}
