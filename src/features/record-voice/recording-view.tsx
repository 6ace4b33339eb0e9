import { useEffect, useRef, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { ProgressBar } from '../../components/progress-bar'
import { formatClock } from '../../shared/text/wording/english/figures'
import type { RecordingState } from '../../state/record-voice/prompt-draft'
import { useApp } from '../../state/use-app'
import { voiceById } from '../../state/voice-library/voices-slice'
import { LevelMeter } from './level-meter'
import { shownName } from '../../shared/text/shown-name'
import { activities } from '../../shared/text/wording/english/progress'
import { FURTHER_SCRIPT, READING_SCRIPT } from './reading-script'

/** Everything between the click on Record (or the choice of a file) and the draft. Escape gives up. */
export function RecordingView(): ReactElement {
  const recording = useApp((state) => state.recording)
  const setAside = useApp((state) => state.setAside)
  const voice = useApp((state) => voiceById(state, state.moodOf))
  const stop = useApp((state) => state.stopRecording)
  const cancel = useApp((state) => state.cancelRecording)
  // Whoever records more from the end of a long draft has to see the words from their beginning.
  const view = useRef<HTMLDivElement>(null)
  useEffect(() => { view.current?.scrollIntoView({ block: 'nearest' }) }, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => { if (event.key === 'Escape') void cancel() }
    window.addEventListener('keydown', onKey)
    return () => { window.removeEventListener('keydown', onKey) }
  }, [cancel])

  const cancelButton = (
    <Button variant="quiet" onClick={() => void cancel()}>
      Cancel
    </Button>
  )
  if (recording.phase === 'decoding') {
    return (
      <div className="recording">
        <ProgressBar label={recording.fileName ? activities.readingFile(recording.fileName) : 'Reading the recording'} fraction={recording.fraction} />
        <div className="recording__actions">{cancelButton}</div>
      </div>
    )
  }
  return (
    <div className="recording" ref={view}>
      <div className="recording__state">
        <PhaseWords recording={recording} />
      </div>
      <blockquote className="recording__script">{setAside ? FURTHER_SCRIPT : READING_SCRIPT}</blockquote>
      {recording.phase === 'recording' && <LevelMeter peak={recording.peak} rms={recording.rms} seconds={recording.seconds} />}
      {recording.phase === 'recording' && recording.capture.processingLeftOn.length > 0 && (
        <p className="recording__hint">
          This microphone insists on changing the sound ({recording.capture.processingLeftOn.join(', ')}): the voice may
          come out a little flatter.
        </p>
      )}
      {voice && !setAside && <p className="recording__hint">Read it in the mood that you want: it becomes one of {shownName(voice.name)}.</p>}
      {setAside && <p className="recording__hint">What you record now will be joined to “{shownName(setAside.name)}”.</p>}
      <div className="recording__actions">
        {recording.phase === 'recording' && (
          <Button variant="danger" size="large" icon="stop" autoFocus onClick={() => void stop()}>
            Stop recording
          </Button>
        )}
        {cancelButton}
      </div>
    </div>
  )
}

function PhaseWords({ recording }: { readonly recording: RecordingState }): ReactElement | null {
  switch (recording.phase) {
    case 'asking':
      return <p>Please allow the microphone. The browser asks once.</p>
    case 'countdown':
      return (
        <p>
          Read this aloud in <strong className="recording__countdown">{recording.secondsLeft}</strong>
        </p>
      )
    case 'recording':
      return (
        <p className="recording__clock">
          <span className="recording__light" aria-hidden="true" /> Recording {formatClock(recording.seconds)}
        </p>
      )
    default:
      return null
  }
}
