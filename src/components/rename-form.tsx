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
  /** What is wrong with another name that is typed; null where nothing is. */
  readonly problemOf?: (name: string) => string | null
  readonly onRename: (name: string) => void
  readonly onCancel: () => void
}

/** Enter keeps the new name, Escape the old one. */
export function RenameForm({ label, name, emptyError, problemOf, maxLength, onRename, onCancel }: RenameFormProps): ReactElement {
  const [draft, setDraft] = useState(name)
  const input = useRef<HTMLInputElement>(null)
  const problem = draft.trim() === '' ? emptyError : (problemOf?.(draft) ?? null)
  useEffect(() => { input.current?.select() }, [])
  return (
    <form
      className="rename-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === null) onRename(draft.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <Field label={label} error={problem ?? undefined}>
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
        <Button size="small" type="submit" variant="primary" disabled={problem !== null}>
          Keep name
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
