import { useState, type ReactElement } from 'react'
import { DownloadButton } from '../../components/download-button'
import { EmptyState } from '../../components/empty-state'
import { Field } from '../../components/field'
import { FileButton } from '../../components/file-button'
import { PageHeading } from '../../components/page-heading'
import { Panel } from '../../components/panel'
import { Select } from '../../components/select'
import { errorInfo } from '../../shared/protocol/errors'
import { primaryLanguage, type Pronunciation } from '../../shared/text/pronunciations'
import { languageName } from '../../shared/text/wording/english/languages'
import { useApp } from '../../state/use-app'
import { PronunciationEntries } from './pronunciation-list'
import './pronunciation-list.css'

/** More at once would be slow to draw and nobody reads them: a search finds the rest. */
const MOST_SHOWN = 200
const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'pt', 'nl'] as const

/** All of the person's pronunciations: search, a file in, a file out. */
export function PronunciationsPage(): ReactElement {
  const all = useApp((state) => state.pronunciations)
  const textLanguage = useApp((state) => primaryLanguage(state.language))
  const [language, setLanguage] = useState(textLanguage)
  const [sought, setSought] = useState('')
  const tags = [...new Set([...LANGUAGES, textLanguage, ...all.map((entry) => entry.language)])]
  const entries = all.filter((entry) => entry.language === language)
  const found = matching(entries, sought)
  return (
    <>
      <PageHeading
        title="Pronunciations"
        lead="Names and words that would be read wrong, and how they are said. They stay on this device and hold for every engine."
        actions={<Files language={language} isEmpty={all.length === 0} />}
      />
      <Panel title={`${languageName(language)}: ${entries.length.toLocaleString()}`}>
        <div className="pronunciations">
          <div className="pronunciations__tools">
            <Field label="Search">
              {(control) => <input {...control} type="search" autoComplete="off" value={sought} onChange={(event) => { setSought(event.target.value) }} />}
            </Field>
            <Select label="Language" value={language} options={tags.map((tag) => ({ value: tag, label: languageName(tag) }))} onChange={setLanguage} />
          </div>
          <p role="status" className="pronunciations__all">{countWords(found.length, entries.length, sought)}</p>
          <PronunciationEntries language={language} entries={found.slice(0, MOST_SHOWN)} />
          {entries.length === 0 && <EmptyState title="None yet">Add one above, or take them from a CSV or PLS file.</EmptyState>}
        </div>
      </Panel>
    </>
  )
}

function Files({ language, isEmpty }: { readonly language: string; readonly isEmpty: boolean }): ReactElement {
  const importPronunciations = useApp((state) => state.importPronunciations)
  const exportPronunciations = useApp((state) => state.exportPronunciations)
  const notifyError = useApp((state) => state.notifyError)
  const onError = (thrown: unknown) => { notifyError(errorInfo(thrown)) }
  return (
    <>
      <FileButton icon="file" inputLabel="File of pronunciations" accept=".csv,.tsv,.txt,.pls,.xml,text/csv,application/pls+xml" onFiles={([file]) => { if (file) void importPronunciations(file, language) }}>
        Add from a file
      </FileButton>
      <DownloadButton disabled={isEmpty} make={() => exportPronunciations('csv', language)} onError={onError}>Save as CSV</DownloadButton>
      <DownloadButton disabled={isEmpty} make={() => exportPronunciations('pls', language)} onError={onError}>Save as PLS</DownloadButton>
    </>
  )
}

function matching(entries: readonly Pronunciation[], sought: string): readonly Pronunciation[] {
  const words = sought.normalize('NFC').toLowerCase().trim()
  if (words === '') return entries
  return entries.filter(({ written, spoken }) => written.toLowerCase().includes(words) || spoken.toLowerCase().includes(words))
}

function countWords(found: number, count: number, sought: string): string {
  const which = sought.trim() === '' ? `${count.toLocaleString()} in all` : `${found.toLocaleString()} of ${count.toLocaleString()} found`
  return found > MOST_SHOWN ? `${which}, the newest ${MOST_SHOWN} shown.` : `${which}.`
}
