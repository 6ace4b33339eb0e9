import type { ReactElement, ReactNode } from 'react'
import { Field } from './field'

export interface SelectOption {
  readonly value: string
  readonly label: string
  readonly disabled?: boolean
}

export interface SelectProps {
  readonly label: string
  readonly value: string
  readonly options: readonly SelectOption[]
  readonly onChange: (value: string) => void
  readonly hint?: ReactNode
  readonly disabled?: boolean
}

/** A labelled native select: the system's own list on every device. */
export function Select({ label, value, options, onChange, hint, disabled }: SelectProps): ReactElement {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <select {...control} value={value} disabled={disabled} onChange={(event) => { onChange(event.target.value) }}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
