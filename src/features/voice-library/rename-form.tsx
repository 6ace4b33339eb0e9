import { useEffect, useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { Field } from '../../components/field'

export interface RenameFormProps {
  readonly name: string
  readonly onRename: (name: string) => void
  readonly onCancel: () => void
}

/** Enter keeps the new name, Escape the old one. */
export function RenameForm({ name, onRename, onCancel }: RenameFormProps): ReactElement {
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
      <Field label={`New name for ${shownName(name)}`} error={empty ? 'A voice needs a name.' : undefined}>
        {(control) => (
          <input
            {...control}
            ref={input}
            autoComplete="off"
            maxLength={LONGEST_NAME}
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
