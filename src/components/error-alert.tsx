import type { ReactElement, ReactNode } from 'react'
import { Alert } from './alert'
import './error-alert.css'

export interface ErrorAlertProps {
  readonly code: string
  /** Technical facts, folded away. */
  readonly detail: string
  readonly wording: { readonly title: string; readonly kept: string; readonly advice: string }
  readonly actions?: ReactNode
  readonly onDismiss?: () => void
}

/** A failure in the order that matters to a person: what happened, what was kept, what to do; facts for the curious. */
export function ErrorAlert({ code, detail, wording, actions, onDismiss }: ErrorAlertProps): ReactElement {
  return (
    <Alert title={wording.title} code={code} actions={actions} {...(onDismiss && { onDismiss })}>
      <p>
        {wording.advice} {wording.kept}
      </p>
      <details className="error-facts">
        <summary>Details</summary>
        <code>
          {code}: {detail}
        </code>
      </details>
    </Alert>
  )
}
