import { useEffect, useState, type ReactElement } from 'react'
import { DownloadButton } from '../../components/download-button'
import { Panel } from '../../components/panel'
import { Select } from '../../components/select'
import { errorInfo } from '../../shared/protocol/errors'
import type { LoudnessTarget, SoundFormat } from '../../shared/protocol/sound-export'
import { ssmlOf } from '../../shared/text/script/ssml'
import { fileTitle } from '../../shared/text/file-title'
import { formatName, LOUDNESS_CHOICES, loudnessWording, SOUND_FILE_NOTE, SOUND_FORMATS } from '../../shared/text/wording/english/sound-files'
import { includedChapters, isWhole, madeOfChapter, type Book } from '../../state/projects/book'
import { extensionOf, type ProjectFileDetails } from '../../state/projects/project-export-slice'
import { useApp } from '../../state/use-app'
import { useLineContext } from './use-lines'

const AT_FIRST: ProjectFileDetails = { form: 'm4b', format: 'mp3', loudness: 'audiobook', gapSeconds: 1.5 }
const GAPS: readonly number[] = [0, 0.5, 1, 1.5, 2, 3, 5]

/** The files that a project can be saved as. */
export function ProjectFiles({ book }: { readonly book: Book }): ReactElement {
  const { id } = book.project
  const projectSound = useApp((state) => state.projectSound)
  const writeProjectSound = useApp((state) => state.writeProjectSound)
  const projectSubtitles = useApp((state) => state.projectSubtitles)
  const projectFile = useApp((state) => state.projectFile)
  const notifyError = useApp((state) => state.notifyError)
  const context = useLineContext()
  const [details, setDetails] = useState(AT_FIRST)
  const included = includedChapters(book)
  const name = fileTitle(book.project.title) || 'book'
  const wholeCount = included.filter((chapter) => isWhole(madeOfChapter(book, chapter, context))).length
  const onError = (thrown: unknown) => { notifyError(errorInfo(thrown)) }
  return (
    <Panel title="Files" lead={wholeCount < included.length ? `${wholeCount} of ${included.length} chapters are complete; only those go into a file.` : SOUND_FILE_NOTE}>
      <div className="projects__choices">
        <FileChoices details={details} change={(some) => { setDetails((all) => ({ ...all, ...some })) }} />
      </div>
      <div className="projects__actions">
        <DownloadButton variant="primary" disabled={wholeCount === 0} suggestedName={`${name}.${extensionOf(details)}`} make={(place) => (place ? writeProjectSound(id, details, place).then(() => null) : projectSound(id, details))} onError={onError}>
          {details.form === 'm4b' ? 'Download audiobook' : details.form === 'chapters' ? 'Download chapters' : 'Download sound'}
        </DownloadButton>
        <DownloadButton icon="subtitles" disabled={wholeCount === 0} make={() => projectSubtitles(id, 'srt', details.gapSeconds)} onError={onError}>
          Subtitles (SRT)
        </DownloadButton>
        <DownloadButton icon="subtitles" disabled={wholeCount === 0} make={() => projectSubtitles(id, 'vtt', details.gapSeconds)} onError={onError}>
          Subtitles (VTT)
        </DownloadButton>
        <DownloadButton icon="file" make={() => ({ blob: ssmlOfBook(book), fileName: `${name}.ssml` })} onError={onError}>
          SSML
        </DownloadButton>
        <DownloadButton icon="file" suggestedName={`${name}.myna-project`} make={() => projectFile(id)} onError={onError}>
          Project file
        </DownloadButton>
      </div>
      <p className="projects__soft">A project file holds the texts, the sound that is made and the voices, to go on in another browser. SSML is the text with its marks and speakers for other programs.</p>
    </Panel>
  )
}

function ssmlOfBook(book: Book): Blob {
  const { language, cast } = book.project
  return new Blob([ssmlOf(includedChapters(book).map(({ text }) => text), language, cast)], { type: 'application/ssml+xml' })
}

interface FileChoicesProps {
  readonly details: ProjectFileDetails
  readonly change: (some: Partial<ProjectFileDetails>) => void
}

function FileChoices({ details: { form, format, loudness, gapSeconds }, change }: FileChoicesProps): ReactElement {
  const writesOpus = useApp((state) => state.writesOpus)
  const findEncoders = useApp((state) => state.findEncoders)
  useEffect(findEncoders, [findEncoders])
  const formats = SOUND_FORMATS.filter((one) => one !== 'opus' || writesOpus)
  return (
    <>
      <Select
        label="File"
        value={form === 'm4b' ? form : `${form} ${format}`}
        options={[
          { value: 'm4b', label: 'One audiobook with chapters (M4B)' },
          ...formats.map((one) => ({ value: `sound ${one}`, label: `One ${formatName(one)} file` })),
          ...formats.map((one) => ({ value: `chapters ${one}`, label: `One ${formatName(one)} file for each chapter (ZIP)` })),
        ]}
        onChange={(value) => {
          const [chosen, of] = value.split(' ')
          change({ form: chosen as ProjectFileDetails['form'], ...(of !== undefined && { format: of as SoundFormat }) })
        }}
      />
      <Select
        label="Loudness"
        value={loudness}
        options={LOUDNESS_CHOICES.map((target) => ({ value: target, label: loudnessWording(target) }))}
        onChange={(value) => { change({ loudness: value as LoudnessTarget }) }}
      />
      {form !== 'chapters' && (
        <Select
          label="Silence between chapters"
          value={String(gapSeconds)}
          options={GAPS.map((seconds) => ({ value: String(seconds), label: seconds === 0 ? 'None' : `${seconds} s` }))}
          onChange={(value) => { change({ gapSeconds: Number(value) }) }}
        />
      )}
    </>
  )
}
