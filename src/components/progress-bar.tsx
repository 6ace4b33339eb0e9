import { useId, type ReactElement } from 'react'
import './progress-bar.css'

export interface ProgressBarProps {
  readonly label: string
  /** 0 to 1; null while nobody can know. */
  readonly fraction: number | null
  /** Figures shown at the end of the line, e.g. "12 MB of 92 MB". */
  readonly valueText?: string
}

export function ProgressBar({ label, fraction, valueText }: ProgressBarProps): ReactElement {
  const id = useId()
  return (
    <div className="progress">
      <div className="progress__line">
        <label htmlFor={id}>{label}</label>
        {valueText && <span className="progress__value">{valueText}</span>}
      </div>
      <div className="progress__track">
        <progress id={id} max={1} value={fraction ?? undefined} />
      </div>
    </div>
  )
}
