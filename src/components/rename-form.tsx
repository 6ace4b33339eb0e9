import { useEffect, useRef, useState, type ReactElement } from 'react'
import { Button } from './button'
import { Field } from './field'
import './rename-form.css'

export interface RenameFormProps {
  readonly label: string
  readonly name: string
  /** Said where nothing is written. */
  readonly emptyError: string
  readonly maxLength: number
  readonly onRename: (name: string) => void
  readonly onCancel: () => void
}

/** Enter keeps the new name, Escape the old one. */
export function RenameForm({ label, name, emptyError, maxLength, onRename, onCancel }: RenameFormProps): ReactElement {
  const [draft, setDraft] = useState(name)
  const input = useRef<HTMLInputElement>(null)
  const empty = draft.trim() === ''
  useEffect(() => { input.current?.select() }, [])
  return (
    <form
      className="rename-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!empty) onRename(draft.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <Field label={label} error={empty ? emptyError : undefined}>
        {(control) => (
          <input
            {...control}
            ref={input}
            autoComplete="off"
            maxLength={maxLength}
            value={draft}
            onChange={(event) => { setDraft(event.target.value) }}
          />
        )}
      </Field>
      <div className="rename-form__actions">
        <Button size="small" type="submit" variant="primary" disabled={empty}>
          Keep name
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
