import { useEffect, useEffectEvent, type ReactElement } from 'react'
import { Alert } from '../components/alert'
import { ErrorAlert } from '../components/error-alert'
import { errorWording } from '../shared/text/wording/english/errors'
import { useApp } from '../state/use-app'
import './notices.css'

/** What the person is told outside the place where they act. */
export function Notices(): ReactElement | null {
  const notices = useApp((state) => state.notices)
  const dismiss = useApp((state) => state.dismissNotice)
  if (notices.length === 0) return null
  return (
    <div className="notices">
      {notices.map(({ id, error, message }) =>
        error ? (
          <ErrorAlert key={id} {...error} wording={errorWording(error.code)} onDismiss={() => { dismiss(id) }} />
        ) : (
          <Passing key={id} message={message ?? ''} onPassed={() => { dismiss(id) }} />
        ),
      )}
    </div>
  )
}

/** Long enough to be read twice; nothing important is said only here. */
const PASSES_AFTER_MS = 8000

/** Good news: it goes away by itself. */
function Passing({ message, onPassed }: { readonly message: string; readonly onPassed: () => void }): ReactElement {
  const pass = useEffectEvent(onPassed)
  useEffect(() => {
    const timer = setTimeout(() => { pass() }, PASSES_AFTER_MS)
    return () => { clearTimeout(timer) }
  }, [])
  return <Alert kind="info" title={message} onDismiss={onPassed} />
}
