import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { LONGEST_NAME } from '../../shared/text/shown-name'

export interface KeepMadeProps {
  readonly label: string
  readonly hint: string
  readonly suggested: string
  readonly save: (name: string) => Promise<void>
}

/** Names and keeps a voice that was made of others. */
export function KeepMade({ label, hint, suggested, save }: KeepMadeProps): ReactElement {
  const [name, setName] = useState(suggested)
  const empty = name.trim() === ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!empty) void save(name.trim())
      }}
    >
      <Field label={label} hint={hint} error={empty ? 'A voice needs a name.' : undefined}>
        {(control) => <input {...control} autoComplete="off" maxLength={LONGEST_NAME} value={name} onChange={(event) => { setName(event.target.value) }} />}
      </Field>
      <Button size="small" type="submit" variant="primary" disabled={empty}>
        Save as a new voice
      </Button>
    </form>
  )
}
