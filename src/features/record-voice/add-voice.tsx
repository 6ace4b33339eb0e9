import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { ErrorAlert } from '../../components/error-alert'
import { FileButton } from '../../components/file-button'
import { Icon } from '../../components/icon'
import { errorWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import { MicrophoneChoice } from './microphone-choice'
import { SOUND_FILES } from '../../shared/text/sound-files'
import { takeFiles, VOICE_FILE_ENDING } from './take-files'

/** The ways to a new voice, and why the last attempt failed. */
export function AddVoice(): ReactElement {
  const recording = useApp((state) => state.recording)
  const hasVoices = useApp((state) => state.voices.length > 0)
  const startRecording = useApp((state) => state.startRecording)
  const openFiles = useApp((state) => state.openFiles)
  const importVoice = useApp((state) => state.importVoice)
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
          accept={`${SOUND_FILES},${VOICE_FILE_ENDING}`}
          multiple
          onFiles={(files) => { takeFiles(files, openFiles, importVoice) }}
        >
          Choose a file
        </FileButton>
      </div>
      <div className="add-voice__line">
        <p className="add-voice__hint">
          Drop a recording here, or a voice that you exported (<code>{VOICE_FILE_ENDING}</code>).
        </p>
        <MicrophoneChoice />
      </div>
      {!hasVoices && <RecordingTips />}
    </div>
  )
}

const tips = [
  'A quiet room, with curtains or a sofa rather than bare walls.',
  'A hand’s width from the microphone, without touching it.',
  'Your usual way of speaking: the copy speaks as you do now.',
]

/** What decides how good the copy becomes, for somebody who does this for the first time. */
function RecordingTips(): ReactElement {
  return (
    <Disclosure title="For a good recording">
      <ul className="recording-tips">
        {tips.map((tip) => (
          <li key={tip}>
            <Icon name="check" />
            {tip}
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
