import type { ReactElement, ReactNode } from 'react'
import './page-heading.css'

export interface PageHeadingProps {
  readonly title: string
  /** One sentence under the title. */
  readonly lead?: ReactNode
  /** Buttons for the page as a whole. */
  readonly actions?: ReactNode
}

/** The one first-level heading of a page. */
export function PageHeading({ title, lead, actions }: PageHeadingProps): ReactElement {
  return (
    <header className="page-heading">
      <div className="page-heading__titles">
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {actions && <div className="page-heading__actions">{actions}</div>}
    </header>
  )
}
