import type { ReactElement, ReactNode } from 'react'
import { Field } from './field'

export interface SliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** The value in words: shown next to the label and read out. */
  readonly valueText: string
  readonly onChange: (value: number) => void
  readonly hint?: ReactNode
  readonly disabled?: boolean
}

/** A labelled native range: arrows, Page Up/Down, Home and End work as the platform does them. */
export function Slider({ label, value, min, max, step, valueText, onChange, hint, disabled }: SliderProps): ReactElement {
  return (
    <Field label={label} hint={hint} aside={valueText}>
      {(control) => (
        <input
          {...control}
          type="range"
          min={min}
          max={max}
          step={step}
          value={value}
          disabled={disabled}
          aria-valuetext={valueText}
          onChange={(event) => { onChange(event.target.valueAsNumber) }}
        />
      )}
    </Field>
  )
}
