import type { ReactElement } from 'react'
import { Field } from '../../components/field'
import { Panel } from '../../components/panel'
import { characterCount } from '../../shared/text/speakable'
import type { OpenChapter } from '../../state/documents/documents-slice'
import { useApp } from '../../state/use-app'

/** A chapter's text, to look at and to correct. */
export function ChapterText({ index, chapter: { title, text } }: { readonly index: number; readonly chapter: OpenChapter }): ReactElement {
  const edit = useApp((state) => state.editChapter)
  const language = useApp((state) => state.openDocument?.language)
  return (
    <Panel
      title={title}
      className="chapter-text"
      actions={<span className="chapter-text__count">{characterCount(text).toLocaleString()} characters</span>}
    >
      <Field label={`Text of ${title}`} labelHidden hint="What you change here is what will be read. The file stays as it is.">
        {(control) => <textarea {...control} lang={language ?? undefined} rows={14} value={text} onChange={(event) => { edit(index, event.target.value) }} />}
      </Field>
    </Panel>
  )
}
