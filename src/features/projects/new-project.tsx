import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { Panel } from '../../components/panel'
import { useApp } from '../../state/use-app'

/** A project of a text that somebody types or pastes. */
export function NewProject(): ReactElement {
  const createProject = useApp((state) => state.createProject)
  const draft = useApp((state) => state.text)
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  // A second click would make a second project.
  const [creating, setCreating] = useState(false)

  async function create(): Promise<void> {
    setCreating(true)
    const chapter = { title: 'Chapter 1', text }
    await createProject({ title, author: null, language: null, cover: null, chapters: [chapter] })
    setCreating(false)
  }

  return (
    <Panel title="New project" lead="It starts with the voice, the engine and the settings that are chosen on the Speak page.">
      <form
        className="projects__form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!creating) void create()
        }}
      >
        <Field label="Title of the project">
          {(control) => <input {...control} type="text" maxLength={200} value={title} onChange={(event) => { setTitle(event.target.value) }} />}
        </Field>
        <Field label="Text of the first chapter" hint="More chapters can be added later.">
          {(control) => <textarea {...control} rows={5} value={text} onChange={(event) => { setText(event.target.value) }} />}
        </Field>
        <div className="projects__actions">
          <Button type="submit" variant="primary" disabled={text.trim() === '' || creating}>
            Create project
          </Button>
          {draft.trim() !== '' && text === '' && (
            <Button onClick={() => { setText(draft) }}>Take the text from the Speak page</Button>
          )}
        </div>
      </form>
    </Panel>
  )
}
