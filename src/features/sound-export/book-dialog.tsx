import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { DownloadButton } from '../../components/download-button'
import { Field } from '../../components/field'
import { FileButton } from '../../components/file-button'
import { Select } from '../../components/select'
import { errorInfo } from '../../shared/protocol/errors'
import type { LoudnessTarget } from '../../shared/protocol/sound-export'
import { formatName, LOUDNESS_CHOICES, loudnessWording, SOUND_FORMATS } from '../../shared/text/wording/english/sound-files'
import type { BookFacts } from '../../state/sound-export/book-slice'
import { useApp } from '../../state/use-app'
import { BookChapters } from './book-chapters'
import './sound-export.css'

const GAPS: readonly number[] = [0, 0.5, 1, 1.5, 2, 3, 5]

/** Several takes as one audiobook: title, author, order, gaps. Chapters are named by the person, else by their first words. */
export function BookDialog(): ReactElement | null {
  const open = useApp((state) => state.bookOpen)
  return open ? <OpenBook /> : null
}

function OpenBook(): ReactElement {
  const bookTakes = useApp((state) => state.bookTakes)
  const openBook = useApp((state) => state.openBook)
  const makeBook = useApp((state) => state.makeBook)
  const notifyError = useApp((state) => state.notifyError)
  const facts = useApp((state) => state.bookFacts)
  const change = useApp((state) => state.changeBook)
  const close = () => { openBook(false) }
  return (
    <Dialog
      open
      title="Make an audiobook"
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Close</Button>
          <DownloadButton
            variant="primary"
            disabled={bookTakes.length === 0}
            make={() => {
              close()
              return makeBook()
            }}
            onError={(thrown) => { notifyError(errorInfo(thrown)) }}
          >
            Download audiobook
          </DownloadButton>
        </>
      }
    >
      <div className="sound-export">
        <TextLine label="Title" value={facts.title} onChange={(title) => { change({ title }) }} />
        <TextLine label="Author" value={facts.author} onChange={(author) => { change({ author }) }} />
        <BookChapters names={facts.chapterNames} onName={(id, name) => { change({ chapterNames: { ...facts.chapterNames, [id]: name } }) }} />
        <BookSound facts={facts} change={change} />
        <Cover cover={facts.cover} onCover={(cover) => { change({ cover }) }} />
      </div>
    </Dialog>
  )
}

interface BookSoundProps {
  readonly facts: BookFacts
  readonly change: (some: Partial<BookFacts>) => void
}

function BookSound({ facts: { form, gapSeconds, loudness }, change }: BookSoundProps): ReactElement {
  const writesOpus = useApp((state) => state.writesOpus)
  const files = SOUND_FORMATS.filter((format) => format !== 'opus' || writesOpus)
  return (
    <>
      <Select
        label="File"
        value={form}
        options={[
          { value: 'm4b', label: 'One audiobook with chapters (M4B)' },
          ...files.map((format) => ({ value: format, label: `One ${formatName(format)} file for each chapter (ZIP)` })),
        ]}
        onChange={(value) => { change({ form: value as BookFacts['form'] }) }}
      />
      {form === 'm4b' && (
        <Select
          label="Silence between chapters"
          value={String(gapSeconds)}
          options={GAPS.map((seconds) => ({ value: String(seconds), label: seconds === 0 ? 'None' : `${seconds} s` }))}
          onChange={(value) => { change({ gapSeconds: Number(value) }) }}
        />
      )}
      <Select
        label="Loudness"
        value={loudness}
        options={LOUDNESS_CHOICES.map((target) => ({ value: target, label: loudnessWording(target) }))}
        onChange={(value) => { change({ loudness: value as LoudnessTarget }) }}
      />
    </>
  )
}

function Cover({ cover, onCover }: { readonly cover: File | null; readonly onCover: (cover: File | null) => void }): ReactElement {
  return (
    <div className="sound-export__cover">
      <FileButton size="small" icon="file" inputLabel="Cover picture" accept="image/jpeg,image/png" onFiles={([file]) => { onCover(file ?? null) }}>
        {cover ? 'Change cover' : 'Add a cover'}
      </FileButton>
      {cover && <span>{cover.name}</span>}
      {cover && (
        <Button size="small" variant="quiet" onClick={() => { onCover(null) }}>
          No cover
        </Button>
      )}
    </div>
  )
}

function TextLine({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }): ReactElement {
  return (
    <Field label={label}>
      {(control) => <input {...control} type="text" maxLength={200} value={value} onChange={(event) => { onChange(event.target.value) }} />}
    </Field>
  )
}
