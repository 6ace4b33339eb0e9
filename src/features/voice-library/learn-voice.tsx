import { useState, type ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { ErrorAlert } from '../../components/error-alert'
import { Field } from '../../components/field'
import { ProgressBar } from '../../components/progress-bar'
import type { SavedVoice } from '../../shared/protocol/records'
import { errorWording } from '../../shared/text/wording/english/errors'
import { formatDay, formatAbout } from '../../shared/text/wording/english/figures'
import { doubtsSentence, learningTime } from '../../shared/text/wording/english/learning'
import { useApp } from '../../state/use-app'
import { starterPack, type LearnState } from '../../state/voice-library/learn-slice'
import './learn-voice.css'

/** Lets the starter learn the voice: offered for the chosen voice, and wherever something is under way. */
export function LearnVoice({ voice }: { readonly voice: SavedVoice }): ReactElement | null {
  const { id, learned, mixedOf } = voice
  const offered = useApp((state) => state.selectedVoiceId === id && starterPack(state) !== null)
  const state = useApp(({ learnState }) => (learnState.phase !== 'idle' && learnState.voiceId === id ? learnState : null))
  const waiting = useApp(({ waitingLessons }) => waitingLessons[id])
  if ((!offered && !state) || mixedOf) return null
  return (
    <div className="learn-voice">
      {state?.phase === 'preparing' && <Preparing />}
      {state?.phase === 'asking' && <Questions voice={voice} {...state} />}
      {state?.phase === 'learning' && <Lesson id={id} {...state} />}
      {state?.phase === 'failed' && <ErrorAlert {...state.error} wording={errorWording(state.error.code)} />}
      {state?.phase === 'learned' && <Outcome isNearer={state.isNearer} />}
      {(!state || state.phase === 'failed' || state.phase === 'learned') &&
        (waiting !== undefined ? <Waiting id={id} share={waiting} /> : learned ? <Learned voice={voice} learned={learned} /> : state?.phase !== 'learned' && <Offer id={id} />)}
    </div>
  )
}

function Offer({ id }: { readonly id: string }): ReactElement {
  const learn = useApp((state) => state.learnVoice)
  const learnsSaved = useApp((state) => state.learnsSavedVoices)
  const setLearnsSaved = useApp((state) => state.setLearnsSavedVoices)
  const processors = useApp(({ threads }) => threads || (globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1))
  return (
    <>
      <div className="learn-voice__actions">
        <Button size="small" icon="wand" onClick={() => void learn(id)}>
          Let Myna learn this voice
        </Button>
      </div>
      <p className="learn-voice__note">
        So far the starter only leans towards the recording. {learningTime(processors)}, stays on this device, and the voice can speak meanwhile. It is kept only
        if it is nearer.
      </p>
      <Checkbox checked={learnsSaved} onChange={setLearnsSaved}>
        Learn every voice that I save
      </Checkbox>
    </>
  )
}

function Preparing(): ReactElement {
  const stop = useApp((state) => state.pauseLearning)
  return (
    <>
      <ProgressBar label="Listening to the recording" fraction={null} />
      <div className="learn-voice__actions">
        <Button size="small" icon="stop" onClick={stop}>
          Stop listening
        </Button>
      </div>
    </>
  )
}

type Asking = Extract<LearnState, { phase: 'asking' }>

/** What is to be known before: the words, or that the recording is not good. */
function Questions({ voice, needsWords, doubts }: { readonly voice: SavedVoice } & Asking): ReactElement {
  const learn = useApp((state) => state.learnVoice)
  const cancel = useApp((state) => state.cancelLearning)
  const { id } = voice
  if (needsWords) return <WordsQuestion voice={voice} />
  return (
    <Alert
      kind="warning"
      title="This recording is not good to learn from"
      actions={
        <>
          <Button size="small" onClick={() => void learn(id, true)}>
            Learn gently
          </Button>
          <Button size="small" variant="quiet" onClick={() => void cancel(id)}>
            Leave the voice as it is
          </Button>
        </>
      }
    >
      <p>{doubtsSentence(doubts)}</p>
    </Alert>
  )
}

function WordsQuestion({ voice: { id, transcript } }: { readonly voice: SavedVoice }): ReactElement {
  const learn = useApp((state) => state.learnVoice)
  const cancel = useApp((state) => state.cancelLearning)
  const edit = useApp((state) => state.editTranscript)
  const transcribe = useApp((state) => state.transcribeVoice)
  const [words, setWords] = useState(transcript?.text ?? '')
  return (
    <div className="learn-voice__words">
      <Field label="What is said in the recording?" hint="In English, word for word. Of more than 25 seconds only Whisper can tell where the words are.">
        {(control) => <textarea {...control} rows={3} value={words} onChange={(event) => { setWords(event.target.value) }} />}
      </Field>
      <div className="learn-voice__actions">
        <Button size="small" variant="primary" disabled={words.trim() === ''} onClick={() => void edit(id, words).then(() => learn(id))}>
          Learn with these words
        </Button>
        <Button size="small" onClick={() => void transcribe(id).then(() => learn(id))}>
          Let Whisper write it down
        </Button>
        <Button size="small" variant="quiet" onClick={() => void cancel(id)}>
          Not now
        </Button>
      </div>
    </div>
  )
}

type Learning = Extract<LearnState, { phase: 'learning' }>

function Lesson({ id, progress, secondsLeft, canBeHeard }: { readonly id: string } & Learning): ReactElement {
  const pause = useApp((state) => state.pauseLearning)
  const cancel = useApp((state) => state.cancelLearning)
  const hear = useApp((state) => state.hearLearning)
  return (
    <>
      <ProgressBar label={progress.label} fraction={progress.fraction || null} {...(secondsLeft !== null && { valueText: `${formatAbout(secondsLeft)} left` })} />
      <div className="learn-voice__actions">
        <Button size="small" icon="play" disabled={!canBeHeard} onClick={hear}>
          Hear it so far
        </Button>
        <Button size="small" icon="pause" onClick={pause}>
          Pause
        </Button>
        <Button size="small" variant="quiet" onClick={() => void cancel(id)}>
          Cancel learning
        </Button>
      </div>
    </>
  )
}

function Waiting({ id, share }: { readonly id: string; readonly share: number }): ReactElement {
  const learn = useApp((state) => state.learnVoice)
  const cancel = useApp((state) => state.cancelLearning)
  return (
    <>
      <p className="learn-voice__note">Learning this voice waits; {Math.round(100 * share)} % is done.</p>
      <div className="learn-voice__actions">
        <Button size="small" icon="play" onClick={() => void learn(id, true)}>
          Go on learning
        </Button>
        <Button size="small" variant="quiet" onClick={() => void cancel(id)}>
          Cancel learning
        </Button>
      </div>
    </>
  )
}

function Learned({ voice: { id }, learned: { learnedAt, inUse } }: { readonly voice: SavedVoice; readonly learned: NonNullable<SavedVoice['learned']> }): ReactElement {
  const use = useApp((state) => state.useLearned)
  return (
    <div className="learn-voice__actions">
      <p className="learn-voice__note">
        Learned {formatDay(learnedAt)}. {inUse ? 'It speaks as it was learned.' : 'It speaks as it was before.'}
      </p>
      <Button size="small" variant="quiet" icon="refresh" onClick={() => void use(id, !inUse)}>
        {inUse ? 'Speak as before' : 'Speak as learned'}
      </Button>
    </div>
  )
}

function Outcome({ isNearer }: { readonly isNearer: boolean }): ReactElement {
  return (
    <p className="learn-voice__note" role="status">
      {isNearer
        ? 'Learned: the voice is nearer to its recording now. Speak again to hear it.'
        : 'Nothing that was learned was better, so the voice stays as it was. A longer or cleaner recording may help.'}
    </p>
  )
}
