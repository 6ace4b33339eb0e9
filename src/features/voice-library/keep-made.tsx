import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { LONGEST_NAME } from '../../shared/text/shown-name'

export interface KeepMadeProps {
  readonly label: string
  readonly hint: string
  readonly suggested: string
  /** Never rejects. */
  readonly save: (name: string) => Promise<void>
}

/** Names and keeps a voice that was made of others. */
export function KeepMade({ label, hint, suggested, save }: KeepMadeProps): ReactElement {
  const [name, setName] = useState(suggested)
  const [saving, setSaving] = useState(false)
  const empty = name.trim() === ''
  // A second click would keep a second voice.
  const keep = async () => {
    setSaving(true)
    await save(name.trim())
    setSaving(false)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!empty && !saving) void keep()
      }}
    >
      <Field label={label} hint={hint} error={empty ? 'A voice needs a name.' : undefined}>
        {(control) => <input {...control} autoComplete="off" maxLength={LONGEST_NAME} value={name} onChange={(event) => { setName(event.target.value) }} />}
      </Field>
      <Button size="small" type="submit" variant="primary" disabled={empty || saving}>
        Save as a new voice
      </Button>
    </form>
  )
}
