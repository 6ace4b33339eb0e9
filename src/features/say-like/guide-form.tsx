import { useState, type ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { DownloadButton } from '../../components/download-button'
import { ErrorAlert } from '../../components/error-alert'
import { Field } from '../../components/field'
import { errorInfo } from '../../shared/protocol/errors'
import { shownName } from '../../shared/text/shown-name'
import { errorWording } from '../../shared/text/wording/english/errors'
import { formatClock } from '../../shared/text/wording/english/figures'
import { guideDoubtWording } from '../../shared/text/wording/english/guides'
import { GUIDE_CONSENT_STATEMENT } from '../../shared/text/wording/english/statements'
import type { Guide } from '../../state/say-like/guide-slice'
import { useApp } from '../../state/use-app'

/** A recording that is there: hear it, check its words, consent, speak. */
export function GuideForm({ guide }: { readonly guide: Guide }): ReactElement {
  const words = useApp((state) => state.guideWords)
  const say = useApp((state) => state.sayLikeGuide)
  const [consent, setConsent] = useState(false)
  const isDoubted = useApp(({ speakState }) => speakState.phase === 'failed' && speakState.error.code === 'guide-mismatch')
  const isSilent = guide.findings?.includes('silent') === true
  return (
    <form
      className="say-like__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void say(consent)
      }}
    >
      <GuideSound guide={guide} />
      {guide.findings?.map((doubt) => {
        const { title, message } = guideDoubtWording(doubt)
        return (
          <Alert key={doubt} kind="warning" title={title}>
            <p>{message}</p>
          </Alert>
        )
      })}
      <GuideWords />
      <Checkbox checked={consent} onChange={setConsent}>
        {GUIDE_CONSENT_STATEMENT}
      </Checkbox>
      <div className="say-like__actions">
        <Button type="submit" variant="primary" icon="sound" disabled={!consent || isSilent || words.trim() === ''}>
          Say it like this
        </Button>
        {isDoubted && (
          <Button disabled={!consent} onClick={() => void say(consent, true)}>
            These are its words: say it anyway
          </Button>
        )}
      </div>
    </form>
  )
}

function GuideSound({ guide: { recording, name } }: { readonly guide: Guide }): ReactElement {
  const playing = useApp(({ playback, player }) => playback?.kind === 'guide' && player.phase === 'playing')
  const play = useApp((state) => state.playGuide)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const drop = useApp((state) => state.dropGuide)
  const guideFile = useApp((state) => state.guideFile)
  const notifyError = useApp((state) => state.notifyError)
  const title = name === '' ? 'Your recording' : shownName(name)
  return (
    <>
      <div className="say-like__actions">
        <p className="say-like__name">
          {title}, {formatClock(recording.samples.length / recording.sampleRate)}
        </p>
        <Button size="small" icon={playing ? 'stop' : 'play'} onClick={playing ? stopPlayback : play}>
          {playing ? 'Stop playing' : 'Play'}
        </Button>
        <DownloadButton size="small" variant="quiet" make={guideFile} onError={(thrown) => { notifyError(errorInfo(thrown)) }}>
          Download
        </DownloadButton>
        <Button size="small" variant="quiet" icon="trash" onClick={drop}>
          Remove
        </Button>
      </div>
      <p className="say-like__note">It is kept nowhere and is gone when you remove it or leave the page. Download it if you want to keep it.</p>
    </>
  )
}

function GuideWords(): ReactElement {
  const words = useApp((state) => state.guideWords)
  const wordsState = useApp((state) => state.guideWordsState)
  const language = useApp((state) => state.language)
  const setWords = useApp((state) => state.setGuideWords)
  const transcribe = useApp((state) => state.transcribeGuide)
  const stop = useApp((state) => state.stopTranscribingGuide)
  const isListening = wordsState.phase === 'listening'
  return (
    <>
      <Field label="Words of the recording" hint="Word for word as they are said in it, with a full stop behind each sentence.">
        {(control) => (
          <textarea {...control} className="say-like__words" lang={language} rows={2} value={words} onChange={(event) => { setWords(event.target.value) }} />
        )}
      </Field>
      {wordsState.phase === 'failed' && <ErrorAlert {...wordsState.error} wording={errorWording(wordsState.error.code)} />}
      <div className="say-like__actions" role="status">
        {isListening && <p>{wordsState.label}…</p>}
        <Button size="small" onClick={() => { if (isListening) stop(); else void transcribe() }}>
          {isListening ? 'Stop listening' : words === '' ? 'Write it down for me' : 'Listen again'}
        </Button>
      </div>
    </>
  )
}
