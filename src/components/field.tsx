import { useId, type ReactElement, type ReactNode } from 'react'
import { VisuallyHidden } from './visually-hidden'
import './field.css'

/** What a control must spread onto its element to be tied to its label, hint and error. */
export interface FieldControlProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

export interface FieldProps {
  readonly label: string
  /** Where the words around it say it already: the label is there for assistive technology alone. */
  readonly labelHidden?: boolean
  readonly hint?: ReactNode
  /** Shown and tied to the control; makes it invalid. */
  readonly error?: string | undefined
  /** Shown at the end of the label's line, e.g. a slider's value. */
  readonly aside?: ReactNode
  readonly children: (control: FieldControlProps) => ReactNode
}

/** A label, a control, and what is said about it. `<Field label="Name">{(control) => <input {...control} />}</Field>` */
export function Field({ label, labelHidden = false, hint, error, aside, children }: FieldProps): ReactElement {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint ? hintId : null, error ? errorId : null].filter(Boolean).join(' ')
  return (
    <div className="field">
      {labelHidden ? (
        <VisuallyHidden>
          <label htmlFor={id}>{label}</label>
        </VisuallyHidden>
      ) : (
        <div className="field__line">
          <label className="field__label" htmlFor={id}>
            {label}
          </label>
          {aside !== undefined && <span className="field__aside">{aside}</span>}
        </div>
      )}
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p className="field__hint" id={hintId}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field__error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  )
}
