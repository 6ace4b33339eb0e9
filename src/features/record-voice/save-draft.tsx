import { useId, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { Field } from '../../components/field'
import type { SavedVoice } from '../../shared/protocol/records'
import { moodProblem } from '../../shared/text/mood-names'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { MOOD_IDEAS, moodProblemWording } from '../../shared/text/wording/english/moods'
import { CONSENT_STATEMENT } from '../../shared/text/wording/english/statements'
import { isSoundReady, type PromptDraft } from '../../state/record-voice/prompt-draft'
import { useApp } from '../../state/use-app'

interface SaveProps {
  readonly draft: PromptDraft
  readonly name: string
  readonly setName: (name: string) => void
}

/** Name, consent, save: the draft becomes a voice. */
export function SaveVoice({ draft, name, setName }: SaveProps): ReactElement {
  const save = useApp((state) => state.saveDraft)
  const discard = useApp((state) => state.discardDraft)
  const [consent, setConsent] = useState(false)
  return (
    <form
      className="draft__save"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save(name, consent)
      }}
    >
      <Field label="Name of this voice">
        {(control) => (
          <input {...control} type="text" value={name} maxLength={LONGEST_NAME} autoComplete="off" onChange={(event) => { setName(event.target.value) }} />
        )}
      </Field>
      <Checkbox checked={consent} onChange={setConsent}>
        {CONSENT_STATEMENT}
      </Checkbox>
      <div className="draft__actions">
        <Button type="submit" variant="primary" icon="check" disabled={!consent || !isKeepable(draft)}>
          Save voice
        </Button>
        <Button variant="quiet" onClick={discard}>
          Discard
        </Button>
      </div>
    </form>
  )
}

/** Name, save: the draft becomes a mood of a voice, whose consent covers it. */
export function SaveMood({ draft, name, setName, voice }: SaveProps & { readonly voice: SavedVoice }): ReactElement {
  const save = useApp((state) => state.saveMood)
  const discard = useApp((state) => state.discardDraft)
  const ideas = useId()
  const problem = moodProblem(voice, name)
  const isUnfit = problem !== null || !isKeepable(draft)
  const whose = shownName(voice.name)
  return (
    <form
      className="draft__save"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isUnfit) void save(name, false)
      }}
    >
      {/* Nobody has done wrong before they have typed. */}
      <Field
        label={`Name of this mood of ${whose}`}
        hint={`The consent that was given for ${whose} covers it: it has to be the same person.`}
        error={problem !== null && name !== '' ? moodProblemWording(problem) : undefined}
      >
        {(control) => (
          <>
            <input {...control} type="text" list={ideas} value={name} maxLength={LONGEST_NAME} autoComplete="off" onChange={(event) => { setName(event.target.value) }} />
            <datalist id={ideas}>
              {MOOD_IDEAS.map((idea) => (
                <option key={idea} value={idea} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <div className="draft__actions">
        <Button type="submit" variant="primary" icon="check" disabled={isUnfit}>
          Save mood
        </Button>
        <Button
          disabled={isUnfit}
          onClick={() => {
            void save(name, true).then((isKept) => { if (isKept) setName('') })
          }}
        >
          Save, and cut another
        </Button>
        <Button variant="quiet" onClick={discard}>
          Discard
        </Button>
      </div>
    </form>
  )
}

function isKeepable(draft: PromptDraft): boolean {
  return isSoundReady(draft) && !draft.findings.some(({ severity }) => severity === 'refuse')
}
