import { Component, type ReactNode } from 'react'
import { Button } from '../components/button'
import { ErrorAlert } from '../components/error-alert'
import { errorWording } from '../shared/text/wording/english/errors'
import { errorInfo, type ErrorInfo } from '../shared/protocol/errors'

interface State {
  readonly error: ErrorInfo | null
}

/** Last resort: a page that cannot be drawn says so, instead of going blank. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: errorInfo(thrown) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <ErrorAlert
        {...error}
        wording={errorWording(error.code)}
        actions={<Button onClick={() => { window.location.reload() }}>Reload the page</Button>}
      />
    )
  }
}
