import type { ReactElement, ReactNode } from 'react'
import './visually-hidden.css'

/** Present for assistive technology, absent from the picture. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className="visually-hidden">{children}</span>
}
