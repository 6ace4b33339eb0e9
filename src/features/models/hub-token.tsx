import { useEffect, useRef, useState, type ReactElement, type SyntheticEvent } from 'react'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { Field } from '../../components/field'
import { useApp } from '../../state/use-app'

export interface HubTokenProps {
  /** What was asked for needs a token, or another one. */
  readonly wanted: boolean
  /** Called after one was given where it was wanted. */
  readonly onGiven: () => void
}

/** The person's access token for Hugging Face: shown to nobody else, kept only where they say so. */
export function HubToken({ wanted, onGiven }: HubTokenProps): ReactElement {
  const token = useApp((app) => app.hubToken)
  const keeps = useApp((app) => app.keepsHubToken)
  const setHubToken = useApp((app) => app.setHubToken)
  const [opened, setOpened] = useState(false)
  const group = useRef<HTMLDivElement>(null)

  /** The button that was pressed goes: the focus stays near. */
  function settle(given: string | null, keep: boolean): void {
    group.current?.focus()
    setOpened(false)
    setHubToken(given, keep)
    if (given !== null && wanted) onGiven()
  }

  return (
    <div ref={group} tabIndex={-1} role="group" aria-label="Your access token">
      {token !== null && !wanted ? (
        <div className="pack__actions">
          <p className="pack__note">Your access token is {keeps ? 'kept on this device' : 'used until this page is closed'}. Only huggingface.co is shown it.</p>
          <Button size="small" onClick={() => { settle(null, false) }}>Forget the token</Button>
        </div>
      ) : opened || wanted ? (
        <TokenForm takesFocus={opened} onUse={settle} />
      ) : (
        <div className="pack__actions">
          <Button size="small" variant="quiet" onClick={() => { setOpened(true) }}>Give an access token</Button>
        </div>
      )}
    </div>
  )
}

/** @param takesFocus where the person opened it; not where it came by itself */
function TokenForm({ takesFocus, onUse }: { readonly takesFocus: boolean; readonly onUse: (token: string, keep: boolean) => void }): ReactElement {
  const [draft, setDraft] = useState('')
  const [keep, setKeep] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) input.current?.focus()
  }, [takesFocus])

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    if (draft.trim() !== '') onUse(draft, keep)
  }

  return (
    <form className="hub-token" onSubmit={submit}>
      <Field label="Access token for Hugging Face" hint="For a model whose publisher asks who you are. Create a read-only one at huggingface.co under Settings, Access Tokens. It is sent to that host only.">
        {(control) => (
          <input {...control} ref={input} type="password" autoComplete="off" spellCheck={false} value={draft} onChange={(event) => { setDraft(event.target.value) }} />
        )}
      </Field>
      <Checkbox checked={keep} onChange={setKeep}>Keep it on this device. Otherwise it is forgotten when this page is closed.</Checkbox>
      <div className="pack__actions">
        <Button size="small" type="submit" disabled={draft.trim() === ''}>Use this token</Button>
      </div>
    </form>
  )
}
