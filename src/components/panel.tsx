import { useId, type HTMLAttributes, type ReactElement, type ReactNode } from 'react'
import './panel.css'

export interface PanelProps extends Omit<HTMLAttributes<HTMLElement>, 'title'> {
  readonly title: string
  /** Place in a sequence of steps; part of the heading's name ("1 Your voice"). */
  readonly step?: number
  /** One sentence under the heading. */
  readonly lead?: ReactNode
  /** Buttons at the end of the heading's line. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A titled region of a page. */
export function Panel({ title, step, lead, actions, children, className, ...rest }: PanelProps): ReactElement {
  const titleId = useId()
  return (
    <section {...rest} className={['panel', className].filter(Boolean).join(' ')} aria-labelledby={titleId}>
      <header className="panel__header">
        <div className="panel__titles">
          <h2 id={titleId}>
            {step !== undefined && <span className="panel__step">{step}</span>} {title}
          </h2>
          {lead && <p className="panel__lead">{lead}</p>}
        </div>
        {actions && <div className="panel__actions">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
