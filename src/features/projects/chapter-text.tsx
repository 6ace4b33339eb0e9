import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Field } from '../../components/field'
import type { ProjectChapter } from '../../shared/protocol/project'
import type { Book } from '../../state/projects/book'
import { useApp } from '../../state/use-app'

export interface ChapterPlaceProps {
  readonly book: Book
  readonly chapter: ProjectChapter
  readonly index: number
}

/** The words of a chapter and its place among the others. */
export function ChapterText({ book, chapter, index, title }: ChapterPlaceProps & { readonly title: string }): ReactElement {
  const changeChapter = useApp((state) => state.changeChapter)
  const [text, setText] = useState(chapter.text)
  const [name, setName] = useState(chapter.title)
  const isChanged = text !== chapter.text || name !== chapter.title
  const [seen, setSeen] = useState(chapter.text)
  if (seen !== chapter.text) {
    // A line was moved: the text below the lines is the same one.
    setSeen(chapter.text)
    // What was typed and not saved yet stays.
    if (text === seen) setText(chapter.text)
  }
  return (
    <form
      className="projects__form"
      onSubmit={(event) => {
        event.preventDefault()
        void changeChapter(book.project.id, chapter.id, { text, title: name.trim() })
      }}
    >
      <Field label={`Title of chapter ${index + 1}`}>
        {(control) => <input {...control} type="text" maxLength={200} value={name} onChange={(event) => { setName(event.target.value) }} />}
      </Field>
      <Field label={`Text of ${title}`} hint="Only sentences whose words change are said again.">
        {(control) => <textarea {...control} className="chapter__text" rows={8} value={text} onChange={(event) => { setText(event.target.value) }} />}
      </Field>
      <div className="projects__actions">
        <Button type="submit" size="small" variant="primary" disabled={!isChanged}>
          Save chapter
        </Button>
        <ChapterPlace book={book} chapter={chapter} index={index} title={title} />
      </div>
    </form>
  )
}

function ChapterPlace({ book: { project, chapters }, chapter, index, title }: ChapterPlaceProps & { readonly title: string }): ReactElement {
  const changeChapter = useApp((state) => state.changeChapter)
  const moveChapter = useApp((state) => state.moveChapter)
  const deleteChapter = useApp((state) => state.deleteChapter)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="small" disabled={index === 0} aria-label={`Move ${title} up`} onClick={() => void moveChapter(project.id, chapter.id, -1)}>Up</Button>
      <Button size="small" disabled={index === chapters.length - 1} aria-label={`Move ${title} down`} onClick={() => void moveChapter(project.id, chapter.id, 1)}>Down</Button>
      <Button size="small" icon="trash" aria-label={`Delete ${title}`} onClick={() => { setAsking(true) }}>Delete</Button>
      <div>
        <Checkbox checked={chapter.isIncluded} onChange={(isIncluded) => void changeChapter(project.id, chapter.id, { isIncluded })}>
          Part of the book
        </Checkbox>
      </div>
      <ConfirmDialog
        open={asking}
        title={`Delete “${title}”?`}
        confirmLabel="Delete chapter"
        onCancel={() => { setAsking(false) }}
        onConfirm={() => {
          setAsking(false)
          void deleteChapter(project.id, chapter.id)
        }}
      >
        <p>Its text and its sound will be lost for good. The other chapters stay.</p>
      </ConfirmDialog>
    </>
  )
}
