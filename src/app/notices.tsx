import type { ReactElement } from 'react'
import { Alert } from '../components/alert'
import { ErrorAlert } from '../components/error-alert'
import { errorWording } from '../protocol/error-wording'
import { useApp } from '../store/use-app'
import './notices.css'

/** What is said to the person outside the place where they act. */
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
          <Alert key={id} kind="info" title={message ?? ''} onDismiss={() => { dismiss(id) }} />
        ),
      )}
    </div>
  )
}
