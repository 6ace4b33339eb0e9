import { useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { EmptyState } from '../../components/empty-state'
import { FileButton } from '../../components/file-button'
import { PageHeading } from '../../components/page-heading'
import { ProgressBar } from '../../components/progress-bar'
import type { Project } from '../../shared/protocol/project'
import { formatDay } from '../../shared/text/wording/english/figures'
import { chaptersWording } from '../../shared/text/wording/english/projects'
import { makingId } from '../../state/projects/making-slice'
import { useApp } from '../../state/use-app'
import { NewProject } from './new-project'

/** Every project, the newest first, and the ways to begin one. */
export function ProjectList(): ReactElement {
  const projects = useApp((state) => state.projects)
  const importProject = useApp((state) => state.importProject)
  const importFraction = useApp((state) => state.importFraction)
  const stopImport = useApp((state) => state.stopImport)
  const [doomed, setDoomed] = useState<Project | null>(null)
  const deleteProject = useApp((state) => state.deleteProject)
  const list = useRef<HTMLUListElement>(null)

  async function confirmDelete({ id }: Project): Promise<void> {
    setDoomed(null)
    await deleteProject(id)
    // The button that had the focus is gone with its project.
    list.current?.focus()
  }

  return (
    <div className="projects">
      <PageHeading
        title="Projects"
        lead="Books and scripts that take longer. They are made sentence by sentence in the background, and go on where they were after a reload."
        actions={
          <FileButton icon="file" inputLabel="Project file" accept=".myna-project" disabled={importFraction !== null} onFiles={([file]) => { if (file) void importProject(file) }}>
            Open a project file
          </FileButton>
        }
      />
      {importFraction !== null && (
        <section className="projects__making" aria-label="Project file">
          <ProgressBar label="Reading the project file" fraction={importFraction} valueText={`${Math.floor(100 * importFraction)} %`} />
          <div className="projects__actions">
            <Button size="small" icon="stop" onClick={stopImport}>Cancel</Button>
          </div>
        </section>
      )}
      {projects.length === 0 && (
        <EmptyState title="No project yet" action={<a href="#/document">Read a document</a>}>
          <p>Begin one with a book or another document, or with a text below. It is kept on this device only.</p>
        </EmptyState>
      )}
      {projects.length > 0 && (
        <ul ref={list} tabIndex={-1} className="projects__list" aria-label="Projects">
          {projects.map((project) => (
            <ProjectCard key={project.id} project={project} onDelete={() => { setDoomed(project) }} />
          ))}
        </ul>
      )}
      <NewProject />
      <ConfirmDialog
        open={doomed !== null}
        title={`Delete “${doomed?.title ?? ''}”?`}
        confirmLabel="Delete project"
        onCancel={() => { setDoomed(null) }}
        onConfirm={() => { if (doomed) void confirmDelete(doomed) }}
      >
        <p>Its chapters and all of the sound that was made of them will be lost for good. Voices and engines stay.</p>
      </ConfirmDialog>
    </div>
  )
}

function ProjectCard({ project, onDelete }: { readonly project: Project; readonly onDelete: () => void }): ReactElement {
  const { id, title, author, chapterIds, createdAt } = project
  const showProject = useApp((state) => state.showProject)
  const isMade = useApp(({ making }) => makingId(making) === id && making.phase !== 'failed')
  const facts = [author, chaptersWording(chapterIds.length), formatDay(createdAt), isMade ? 'being made now' : ''].filter((fact) => fact !== '')
  return (
    <li className="projects__card">
      <div>
        <h2>{title}</h2>
        <p className="projects__soft">{facts.join(' · ')}</p>
      </div>
      <div className="projects__actions">
        <Button size="small" variant="primary" aria-label={`Open ${title}`} onClick={() => void showProject(id)}>
          Open
        </Button>
        <Button size="small" icon="trash" aria-label={`Delete ${title}`} onClick={onDelete}>
          Delete
        </Button>
      </div>
    </li>
  )
}
