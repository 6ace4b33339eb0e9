import type { ReactElement } from 'react'
import { mainPageOf, mainPages, type PageId } from './route'
import { ThemeSwitch } from './theme-switch'
import './masthead.css'

export function Masthead({ page }: { readonly page: PageId }): ReactElement {
  return (
    <header className="masthead">
      <a className="masthead__brand" href="#/speak" aria-label="Myna, to the start page">
        <img src="icons/myna.svg" alt="" width="36" height="36" />
        <span>Myna</span>
      </a>
      <nav className="masthead__pages" aria-label="Pages">
        <ul>
          {mainPages.map(({ id, title }) => (
            <li key={id}>
              <a href={`#/${id}`} aria-current={id === page ? 'page' : id === mainPageOf(page) ? 'true' : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ThemeSwitch />
    </header>
  )
}
