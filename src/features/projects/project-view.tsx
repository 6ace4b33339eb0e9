import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { PageHeading } from '../../components/page-heading'
import { Panel } from '../../components/panel'
import { madeOfBook, msPerCharacter, type Book } from '../../state/projects/book'
import { useApp } from '../../state/use-app'
import { ChapterRow } from './chapter-row'
import { ProjectFiles } from './project-files'
import { ProjectMaking } from './project-making'
import { ProjectSettings } from './project-settings'
import { useLineContext } from './use-lines'

/** One project: how far it is, its chapters, its files. */
export function ProjectView({ book }: { readonly book: Book }): ReactElement {
  const { project, chapters } = book
  const showProject = useApp((state) => state.showProject)
  const context = useLineContext()
  const made = madeOfBook(book, context)
  const characterMs = msPerCharacter(book, context)
  return (
    <div className="projects">
      <PageHeading
        title={project.title}
        lead={project.author === '' ? undefined : project.author}
        actions={<Button onClick={() => void showProject(null)}>All projects</Button>}
      />
      <ProjectMaking book={book} made={made} characterMs={characterMs} />
      <Panel title="Chapters">
        <ol className="projects__chapters" aria-label="Chapters">
          {chapters.map((chapter, index) => (
            <ChapterRow key={chapter.id} book={book} chapter={chapter} index={index} characterMs={characterMs} />
          ))}
        </ol>
        <AddChapter projectId={project.id} count={chapters.length} />
      </Panel>
      <ProjectFiles book={book} />
      <Disclosure title="Title, voices and engine" level={2}>
        <ProjectSettings book={book} />
      </Disclosure>
    </div>
  )
}

/** A chapter begins empty; its text is written where every other one's is changed. */
function AddChapter({ projectId, count }: { readonly projectId: string; readonly count: number }): ReactElement {
  const addChapter = useApp((state) => state.addChapter)
  const [adding, setAdding] = useState(false)
  return (
    <div className="projects__actions">
      <Button
        size="small"
        disabled={adding}
        onClick={() => {
          setAdding(true)
          void addChapter(projectId, { title: `Chapter ${count + 1}`, text: '' }).then(() => { setAdding(false) })
        }}
      >
        Add a chapter
      </Button>
    </div>
  )
}
