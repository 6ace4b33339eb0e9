import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { ErrorAlert } from '../../components/error-alert'
import { Field } from '../../components/field'
import { errorWording } from '../../shared/text/wording/english/errors'
import type { SavedVoice, VoiceTranscript as Transcript } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { excerpt } from '../../shared/text/excerpt'
import { languageName } from '../../shared/text/wording/english/languages'
import { shownName } from '../../shared/text/shown-name'

/** What is said in the recording of a voice: written down by the transcriber or typed, and always open to correction. */
export function VoiceTranscript({ voice: { id, name, transcript } }: { readonly voice: SavedVoice }): ReactElement {
  const listening = useApp(({ transcriptState: state }) => (state.phase === 'listening' && state.voiceId === id ? state.label : null))
  const error = useApp(({ transcriptState: state }) => (state.phase === 'failed' && state.voiceId === id ? state.error : null))
  const transcribe = useApp((state) => state.transcribeVoice)
  const stop = useApp((state) => state.stopTranscribing)
  const edit = useApp((state) => state.editTranscript)
  // What is typed stays as typed until it is kept.
  const [typed, setTyped] = useState<string | null>(null)
  const text = transcript?.text ?? ''
  return (
    <Disclosure title={`What ${shownName(name)} says`} summary={listening ?? summaryOf(transcript)}>
      <div className="voice-transcript">
        <Field label="Words of the recording" hint={hintOf(transcript)}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              lang={transcript?.language ?? undefined}
              value={typed ?? text}
              onChange={(event) => { setTyped(event.target.value) }}
            />
          )}
        </Field>
        {error && <ErrorAlert {...error} wording={errorWording(error.code)} />}
        <div className="voice-transcript__actions">
          {typed !== null && typed !== text && (
            <Button
              size="small"
              variant="primary"
              onClick={() => {
                void edit(id, typed)
                setTyped(null)
              }}
            >
              Keep these words
            </Button>
          )}
          {listening === null ? (
            <Button
              size="small"
              onClick={() => {
                setTyped(null)
                void transcribe(id)
              }}
            >
              {text === '' ? 'Write it down for me' : 'Listen again'}
            </Button>
          ) : (
            <>
              <p>{listening}…</p>
              <Button size="small" icon="stop" onClick={stop}>
                Stop listening
              </Button>
            </>
          )}
        </div>
      </div>
    </Disclosure>
  )
}

function summaryOf(transcript: Transcript | null | undefined): string {
  if (!transcript) return 'Not written down'
  return transcript.text === '' ? 'No words were heard' : `“${excerpt(transcript.text)}”`
}

function hintOf(transcript: Transcript | null | undefined): string {
  if (!transcript) return 'Kept and exported with the voice.'
  const heard = transcript.language === null ? '' : `Heard as ${languageName(transcript.language)}. `
  return transcript.edited ? `${heard}Changed by you.` : `${heard}Correct what was misheard; it is kept and exported with the voice.`
}
