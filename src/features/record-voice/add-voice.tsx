import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { FileButton } from '../../components/file-button'
import { errorWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import { MicrophoneChoice } from './microphone-choice'
import { RecordingTips } from './recording-tips'

/** The two ways to a new voice, and why the last attempt failed. */
export function AddVoice(): ReactElement {
  const recording = useApp((state) => state.recording)
  const hasVoices = useApp((state) => state.voices.length > 0)
  const startRecording = useApp((state) => state.startRecording)
  const openFiles = useApp((state) => state.openFiles)
  return (
    <div className="add-voice" data-first={!hasVoices}>
      {recording.phase === 'failed' && <ErrorAlert {...recording.error} wording={errorWording(recording.error.code)} />}
      <div className="add-voice__ways">
        <Button
          icon="microphone"
          variant={hasVoices ? 'secondary' : 'primary'}
          size={hasVoices ? 'normal' : 'large'}
          onClick={() => void startRecording()}
        >
          Record
        </Button>
        <FileButton
          icon="file"
          size={hasVoices ? 'normal' : 'large'}
          inputLabel="Audio file"
          accept="audio/*,video/webm,video/mp4,.wav,.mp3,.m4a,.ogg,.opus,.flac,.webm"
          multiple
          onFiles={(files) => void openFiles(files)}
        >
          Choose a file
        </FileButton>
      </div>
      <p className="add-voice__hint">or drop a sound file here. It never leaves this device.</p>
      <MicrophoneChoice />
      {!hasVoices && <RecordingTips />}
    </div>
  )
}
