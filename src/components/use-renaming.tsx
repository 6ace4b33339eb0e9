import { useEffect, useRef, useState, type MouseEvent, type ReactElement } from 'react'
import { Button } from './button'
import { Field } from './field'
import './rename-form.css'

interface RenamingOptions {
  /** Of the field. */
  readonly label: string
  readonly name: string
  readonly maxLength: number
  /** Said where nothing is written. */
  readonly emptyError: string
  /** What is wrong with another name that is typed; null where nothing is. */
  readonly problemOf?: (name: string) => string | null
  /** Called with another name only. */
  readonly onRename: (name: string) => void
}

interface Renaming {
  /** Goes to the button that opens and closes the form, which gets the focus back. */
  readonly opener: { readonly 'aria-expanded': boolean; readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void }
  /** Stands below the button; null while it is closed. */
  readonly form: ReactElement | null
}

/** Gives what has a name another one: a button that opens a form of one field. */
export function useRenaming(options: RenamingOptions): Renaming {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement | null>(null)

  function close(): void {
    setOpen(false)
    button.current?.focus()
  }

  return {
    opener: {
      'aria-expanded': open,
      onClick: ({ currentTarget }) => {
        button.current = currentTarget
        setOpen(!open)
      },
    },
    form: open ? <RenameForm {...options} onClose={close} /> : null,
  }
}

/** Enter keeps the new name, Escape the old one. */
function RenameForm({ label, name, maxLength, emptyError, problemOf, onRename, onClose }: RenamingOptions & { readonly onClose: () => void }): ReactElement {
  const [draft, setDraft] = useState(name)
  const input = useRef<HTMLInputElement>(null)
  const newName = draft.trim()
  const problem = newName === '' ? emptyError : (problemOf?.(draft) ?? null)
  useEffect(() => { input.current?.select() }, [])
  return (
    <form
      className="rename-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (problem !== null) return
        onClose()
        if (newName !== name) onRename(newName)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
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
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
