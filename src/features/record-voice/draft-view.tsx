import { useState, type ReactElement } from 'react'
import type { PromptFigures, PromptFinding } from '../../audio/prompt-check'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { Field } from '../../components/field'
import { CONSENT_STATEMENT } from '../../store/consent'
import { useApp } from '../../store/use-app'
import { TrimEditor } from './trim-editor'

const findingTitles: Readonly<Record<PromptFinding['code'], string>> = {
  silent: 'There is no speech in this part',
  'too-short': 'There is too little speech in this part',
  clipping: 'Too loud: the sound is clipped',
  'very-quiet': 'Very quiet',
  noisy: 'There is noise behind the voice',
  echo: 'The room echoes',
  telephone: 'Like over the telephone',
  long: 'Longer than needed',
  'several-speakers': 'More than one voice',
}

const refusalCodes = { silent: 'prompt-silent', 'too-short': 'prompt-too-short' } as const

/** A recording before it becomes a voice: listen, trim, name, consent, save. */
export function DraftView(): ReactElement | null {
  const draft = useApp(({ recording }) => (recording.phase === 'draft' ? recording.draft : null))
  const playing = useApp(({ playback, player }) => playback?.kind === 'draft' && player.phase === 'playing')
  const play = useApp((state) => state.playDraft)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const suggest = useApp((state) => state.suggestTrim)
  const save = useApp((state) => state.saveDraft)
  const discard = useApp((state) => state.discardDraft)
  const [name, setName] = useState(draft?.name ?? '')
  const [consent, setConsent] = useState(false)
  if (!draft) return null
  const refused = draft.findings.some(({ severity }) => severity === 'refuse')
  return (
    <form
      className="draft"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save(name, consent)
      }}
    >
      <TrimEditor draft={draft} />
      <div className="draft__actions">
        {playing ? (
          <Button icon="stop" onClick={stopPlayback}>
            Stop playing
          </Button>
        ) : (
          <Button icon="play" onClick={play}>
            Play
          </Button>
        )}
        <Button icon="wand" variant="quiet" onClick={suggest}>
          Suggest a part
        </Button>
      </div>
      {draft.findings.map((finding) => (
        <Finding key={finding.code} finding={finding} />
      ))}
      {draft.findings.length === 0 && <GoodPrompt figures={draft.figures} />}
      <Field label="Name of this voice">
        {(control) => (
          <input {...control} type="text" value={name} maxLength={60} autoComplete="off" onChange={(event) => { setName(event.target.value) }} />
        )}
      </Field>
      <Checkbox checked={consent} onChange={setConsent}>
        {CONSENT_STATEMENT}
      </Checkbox>
      <div className="draft__actions">
        <Button type="submit" variant="primary" icon="check" disabled={refused || !consent}>
          Save voice
        </Button>
        <Button variant="quiet" onClick={discard}>
          Discard
        </Button>
      </div>
    </form>
  )
}

/** Refusals interrupt and carry the error's code, warnings do not. */
function Finding({ finding: { code, message } }: { readonly finding: PromptFinding }): ReactElement {
  const refusal = code === 'silent' || code === 'too-short' ? { kind: 'error', code: refusalCodes[code] } as const : { kind: 'warning' } as const
  return (
    <Alert {...refusal} title={findingTitles[code]}>
      <p>{message}</p>
    </Alert>
  )
}

/** Above this nobody hears the background of a clone. */
const QUIET_BACKGROUND_DB = 35
/** What a voice needs to be known well; more adds little. */
const AMPLE_SPEECH_SECONDS = 5

/** Nothing is wrong: says so, and what would make it better still. */
function GoodPrompt({ figures: { speechSeconds, snrDb } }: { readonly figures: PromptFigures }): ReactElement {
  const background = snrDb >= QUIET_BACKGROUND_DB ? 'a quiet background' : 'some sound in the background'
  const advice = speechSeconds < AMPLE_SPEECH_SECONDS ? ' Five seconds or more would make the voice closer.' : ''
  return (
    <Alert kind="info" title="Good recording">
      <p>
        {`${speechSeconds.toFixed(1)} s of speech with ${background}.${advice}`}
      </p>
    </Alert>
  )
}
