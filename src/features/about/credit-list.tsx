import type { ReactElement } from 'react'
import type { Credit } from './credits'

/** Works of others with their makers and licences. */
export function CreditList({ credits }: { readonly credits: readonly Credit[] }): ReactElement {
  return (
    <ul className="credits">
      {credits.map(({ name, by, licence, url, note }) => (
        <li key={name}>
          <a href={url} target="_blank" rel="noreferrer">
            {name}
          </a>
          <span className="credits__by">{by}</span>
          <span className="credits__licence">{licence}</span>
          {note && <span className="credits__note">{note}</span>}
        </li>
      ))}
    </ul>
  )
}
