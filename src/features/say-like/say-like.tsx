import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { ErrorAlert } from '../../components/error-alert'
import { FileButton } from '../../components/file-button'
import { ProgressBar } from '../../components/progress-bar'
import { excerpt } from '../../shared/text/excerpt'
import { SOUND_FILES } from '../../shared/text/sound-files'
import { errorWording } from '../../shared/text/wording/english/errors'
import { formatClock } from '../../shared/text/wording/english/figures'
import { activities } from '../../shared/text/wording/english/progress'
import { useApp } from '../../state/use-app'
import type { GuideState } from '../../state/say-like/guide-slice'
import { GuideForm } from './guide-form'
import './say-like.css'

/** Says words in the melody and timing of a recording: where that recording comes from, its words, its consent. */
export function SayLike(): ReactElement {
  const guideState = useApp((state) => state.guideState)
  const words = useApp((state) => state.guideWords)
  const pack = useApp(({ packs, selectedPackId }) => packs.find((status) => status.pack.id === selectedPackId)?.pack)
  const canFollow = pack === undefined || pack.engine === 'kokoro'
  const summary = guideState.phase === 'ready' && words !== '' ? `“${excerpt(words)}”` : 'In its melody and timing'
  return (
    <Disclosure title="Say it like a recording" summary={summary}>
      <div className="say-like">
        {!canFollow && (
          <p className="say-like__note">
            {pack.name} cannot follow a recording. For this, choose the starter under “Engine and settings”.
          </p>
        )}
        {canFollow && (guideState.phase === 'ready' ? <GuideForm guide={guideState.guide} /> : <GuideTaking state={guideState} />)}
      </div>
    </Disclosure>
  )
}

type Taking = Exclude<GuideState, { phase: 'ready' }>

/** From nothing to a recording. */
function GuideTaking({ state }: { readonly state: Taking }): ReactElement {
  const record = useApp((app) => app.recordGuide)
  const open = useApp((app) => app.openGuide)
  switch (state.phase) {
    case 'idle':
    case 'failed':
      return (
        <>
          {state.phase === 'failed' && <ErrorAlert {...state.error} wording={errorWording(state.error.code)} />}
          <p className="say-like__note">
            Say a sentence the way it should be said, or choose a file in which somebody does, of ten minutes at most. The chosen voice then says the same
            words with that melody, loudness and timing.
          </p>
          <div className="say-like__actions">
            <Button size="small" icon="microphone" onClick={() => void record()}>
              Record how to say it
            </Button>
            <FileButton size="small" icon="file" inputLabel="Recording to follow" accept={SOUND_FILES} onFiles={([file]) => { if (file) void open(file) }}>
              Choose a recording
            </FileButton>
          </div>
        </>
      )
    case 'decoding':
      return (
        <>
          <ProgressBar label={state.fileName ? activities.readingFile(state.fileName) : 'Reading the recording'} fraction={state.fraction} />
          <GiveUp />
        </>
      )
    default:
      return <Recording state={state} />
  }
}

function Recording({ state }: { readonly state: Extract<Taking, { phase: 'asking' | 'countdown' | 'recording' }> }): ReactElement {
  const stop = useApp((app) => app.stopRecordingGuide)
  return (
    <>
      {state.phase === 'asking' && <p>Please allow the microphone. The browser asks once.</p>}
      {state.phase === 'countdown' && <p>Speak in {state.secondsLeft}</p>}
      {state.phase === 'recording' && <p className="say-like__clock">Recording {formatClock(state.seconds)}</p>}
      <div className="say-like__actions">
        {state.phase === 'recording' && (
          <Button size="small" variant="danger" icon="stop" autoFocus onClick={stop}>
            Stop recording
          </Button>
        )}
        <GiveUp />
      </div>
    </>
  )
}

function GiveUp(): ReactElement {
  const drop = useApp((app) => app.dropGuide)
  return (
    <Button size="small" variant="quiet" onClick={drop}>
      Cancel
    </Button>
  )
}
