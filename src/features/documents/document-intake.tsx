import { useState, type ClipboardEvent, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { Field } from '../../components/field'
import { FileButton } from '../../components/file-button'
import { Panel } from '../../components/panel'
import { ProgressBar } from '../../components/progress-bar'
import { useFileDrop } from '../../components/use-file-drop'
import { errorWording } from '../../shared/text/wording/english/errors'
import { formatPercent } from '../../shared/text/wording/english/figures'
import { activities } from '../../shared/text/wording/english/progress'
import { useApp } from '../../state/use-app'
import { DOCUMENT_FILES } from './document-files'

/** The ways in: a file chosen or dropped, a text pasted. */
export function DocumentIntake(): ReactElement {
  const reading = useApp((state) => state.documentReading)
  const read = useApp((state) => state.readDocument)
  const dismiss = useApp((state) => state.dismissDocumentError)
  const { hovering, ...drop } = useFileDrop(true, ([file]) => void read(file, file.name))
  return (
    <Panel title="Your document" className="document-intake" data-dropping={hovering} {...drop}>
      {reading.phase === 'failed' && <ErrorAlert {...reading.error} wording={errorWording(reading.error.code)} onDismiss={dismiss} />}
      {reading.phase === 'reading' ? (
        <Reading name={reading.name} fraction={reading.fraction} />
      ) : (
        <>
          <div className="document-intake__ways">
            <FileButton variant="primary" icon="file" inputLabel="Document" accept={DOCUMENT_FILES} onFiles={([file]) => { if (file) void read(file, file.name) }}>
              Choose a document
            </FileButton>
            <p className="document-intake__hint">Or drop it here: EPUB, PDF, Word (DOCX), web pages, Markdown, plain text, SRT and VTT.</p>
          </div>
          <PasteField />
        </>
      )}
    </Panel>
  )
}

function Reading({ name, fraction }: { readonly name: string; readonly fraction: number | null }): ReactElement {
  const stop = useApp((state) => state.stopReadingDocument)
  return (
    <div className="document-intake__reading">
      <ProgressBar label={activities.readingFile(name)} fraction={fraction} {...(fraction !== null && { valueText: formatPercent(fraction) })} />
      <Button size="small" onClick={stop}>
        Cancel
      </Button>
    </div>
  )
}

/** What is pasted is read at once, with its headings where the clipboard has them; what is typed waits for the button. */
function PasteField(): ReactElement {
  const read = useApp((state) => state.readDocument)
  const [typed, setTyped] = useState('')

  function take(parts: readonly BlobPart[], type: string): void {
    setTyped('')
    void read(new Blob([...parts], { type }), 'Pasted text')
  }

  function paste(event: ClipboardEvent): void {
    const { files } = event.clipboardData
    // Among typed words a paste is typing, too.
    if (typed.trim() !== '' && files.length === 0) return
    const html = event.clipboardData.getData('text/html')
    const text = event.clipboardData.getData('text/plain')
    if (files[0]) void read(files[0], files[0].name)
    else if (html.trim() !== '') take([html], 'text/html')
    else if (text.trim() !== '') take([text], 'text/plain')
    else return
    event.preventDefault()
  }

  return (
    <div className="document-intake__paste">
      <Field label="Or paste a text">
        {(control) => <textarea {...control} rows={1} value={typed} onPaste={paste} onChange={(event) => { setTyped(event.target.value) }} />}
      </Field>
      {typed.trim() !== '' && (
        <Button size="small" onClick={() => { take([typed], 'text/plain') }}>
          Read this text
        </Button>
      )}
    </div>
  )
}
