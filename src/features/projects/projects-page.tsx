import type { ReactElement } from 'react'
import { useApp } from '../../state/use-app'
import { ProjectList } from './project-list'
import { ProjectView } from './project-view'
import './projects.css'

/** Books and scripts: all of them, or the one that is looked at. */
export function ProjectsPage(): ReactElement {
  const shown = useApp(({ shownProjectId, books }) => (shownProjectId === null ? null : (books[shownProjectId] ?? null)))
  return shown ? <ProjectView key={shown.project.id} book={shown} /> : <ProjectList />
}
