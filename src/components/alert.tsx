import type { ReactElement, ReactNode } from 'react'
import { Icon } from './icon'
import { IconButton } from './icon-button'
import './alert.css'

export interface AlertProps {
  readonly kind?: 'error' | 'warning' | 'info'
  readonly title: string
  readonly children?: ReactNode
  /** Machine-readable reason, on the element as `data-error-code`. */
  readonly code?: string
  readonly actions?: ReactNode
  readonly onDismiss?: () => void
}

const icons = { error: 'warning', warning: 'warning', info: 'info' } as const

/** Says what happened where it happened. Errors interrupt (role alert), the rest waits its turn (role status). */
export function Alert({ kind = 'error', title, children, code, actions, onDismiss }: AlertProps): ReactElement {
  return (
    <div className={`alert alert--${kind}`} role={kind === 'error' ? 'alert' : 'status'} data-error-code={code}>
      <Icon name={icons[kind]} />
      <div className="alert__body">
        <p className="alert__title">{title}</p>
        {children}
        {actions && <div className="alert__actions">{actions}</div>}
      </div>
      {onDismiss && <IconButton icon="close" label="Dismiss" onClick={onDismiss} />}
    </div>
  )
}
