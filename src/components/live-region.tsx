import { useEffect, useState, type ReactElement } from 'react'
import { VisuallyHidden } from './visually-hidden'

export interface LiveRegionProps {
  /** What is going on now; may change as often as it likes. */
  readonly message: string
  /** At most one announcement in this time; the last message always gets through. */
  readonly everyMs?: number
}

/** Tells assistive technology about changes, politely and never faster than a person can listen. */
export function LiveRegion({ message, everyMs = 2500 }: LiveRegionProps): ReactElement {
  const [spoken, setSpoken] = useState({ message: '', atMs: -Infinity })
  useEffect(() => {
    if (message === spoken.message) return
    const waitMs = Math.max(0, spoken.atMs + everyMs - performance.now())
    const timer = setTimeout(() => { setSpoken({ message, atMs: performance.now() }) }, waitMs)
    return () => { clearTimeout(timer) }
  }, [message, everyMs, spoken])
  return (
    <VisuallyHidden>
      <span role="status" aria-live="polite">
        {spoken.message}
      </span>
    </VisuallyHidden>
  )
}
