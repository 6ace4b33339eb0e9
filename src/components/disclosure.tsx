import { useId, useState, type ReactElement, type ReactNode } from 'react'
import { Icon } from './icon'
import './disclosure.css'

export interface DisclosureProps {
  readonly title: string
  /** What is inside, in a few words, seen while it is closed. */
  readonly summary?: ReactNode
  readonly children: ReactNode
  readonly initiallyOpen?: boolean
  /** Level of the heading: 2 for a group of the page, 3 inside a panel. */
  readonly level?: 2 | 3
}

/** A heading that shows and hides what few people need at first. */
export function Disclosure({ title, summary, children, initiallyOpen = false, level = 3 }: DisclosureProps): ReactElement {
  const [open, setOpen] = useState(initiallyOpen)
  const bodyId = useId()
  const Heading = `h${level}` as const
  return (
    <div className="disclosure" data-open={open}>
      <div className="disclosure__line">
        <Heading className="disclosure__heading">
          <button type="button" aria-expanded={open} aria-controls={bodyId} onClick={() => { setOpen(!open) }}>
            <Icon name="chevron" />
            {title}
          </button>
        </Heading>
        {summary !== undefined && !open && <span className="disclosure__summary">{summary}</span>}
      </div>
      <div className="disclosure__body" id={bodyId} hidden={!open}>
        {open && children}
      </div>
    </div>
  )
}
