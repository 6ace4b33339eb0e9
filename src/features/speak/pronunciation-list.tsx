import { useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { Field } from '../../components/field'
import { IconButton } from '../../components/icon-button'
import { LiveRegion } from '../../components/live-region'
import { VisuallyHidden } from '../../components/visually-hidden'
import { MAX_SPOKEN_CHARACTERS, MAX_WRITTEN_CHARACTERS, primaryLanguage, type Pronunciation } from '../../shared/text/pronunciations'
import { languageName } from '../../shared/text/wording/english/languages'
import { useApp } from '../../state/use-app'
import './pronunciation-list.css'

/** The page of its own has the rest. */
const SHOWN_ENTRIES = 20

/** The person's own list: names and words that would be read wrong, and how they are said. */
export function PronunciationList({ language }: { readonly language: string }): ReactElement {
  const all = useApp((state) => state.pronunciations)
  const primary = primaryLanguage(language)
  const entries = all.filter((entry) => entry.language === primary)
  const summary = entries.length === 0 ? 'Names and words that are mispronounced' : `${entries.length} of your own`
  return (
    <Disclosure title="Pronunciations" summary={summary}>
      <div className="pronunciations">
        <PronunciationEntries language={primary} entries={entries.slice(0, SHOWN_ENTRIES)} />
        <p className="pronunciations__all">
          {entries.length > SHOWN_ENTRIES && `The newest ${SHOWN_ENTRIES} of ${entries.length.toLocaleString()}. `}
          <a href="#/pronunciations">All pronunciations</a>: search them, take them from a file, save them as one.
        </p>
      </div>
    </Disclosure>
  )
}

export interface PronunciationEntriesProps {
  /** Primary subtag that new entries are for. */
  readonly language: string
  readonly entries: readonly Pronunciation[]
}

/** Some of the list, with the way to add to it and to take from it. */
export function PronunciationEntries({ language, entries }: PronunciationEntriesProps): ReactElement {
  const keep = useApp((state) => state.keepPronunciation)
  const forget = useApp((state) => state.forgetPronunciation)
  const [announcement, setAnnouncement] = useState('')
  const list = useRef<HTMLUListElement>(null)

  async function remove(entry: Pronunciation): Promise<void> {
    await forget(entry)
    setAnnouncement(`${entry.written} is read as written again.`)
    // The button that had the focus is gone with its entry.
    list.current?.focus()
  }

  return (
    <>
      <AddForm
        languageLabel={languageName(language)}
        onAdd={async (written, spoken) => {
          const isKept = await keep({ written, spoken, language })
          setAnnouncement(isKept ? `${written} will be said as ${spoken}.` : '')
          return isKept
        }}
      />
      {entries.length > 0 && (
        <ul ref={list} tabIndex={-1} className="pronunciations__entries" aria-label={`Pronunciations for ${languageName(language)}`}>
          {entries.map((entry) => (
            <Entry key={entry.written} entry={entry} onForget={() => void remove(entry)} />
          ))}
        </ul>
      )}
      <LiveRegion message={announcement} />
    </>
  )
}

interface AddFormProps {
  readonly languageLabel: string
  /** False where it was not added: what was typed stays. */
  readonly onAdd: (written: string, spoken: string) => Promise<boolean>
}

function AddForm({ languageLabel, onAdd }: AddFormProps): ReactElement {
  const [written, setWritten] = useState('')
  const [spoken, setSpoken] = useState('')
  const complete = written.trim() !== '' && spoken.trim() !== ''
  const add = async () => {
    if (!(await onAdd(written.trim(), spoken.trim()))) return
    // What was typed meanwhile is the next entry.
    setWritten((typed) => (typed === written ? '' : typed))
    setSpoken((typed) => (typed === spoken ? '' : typed))
  }
  return (
    <form
      className="pronunciations__form"
      onSubmit={(event) => {
        event.preventDefault()
        if (complete) void add()
      }}
    >
      <Field label="Written">
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            maxLength={MAX_WRITTEN_CHARACTERS}
            placeholder="Siobhan"
            value={written}
            onChange={(event) => { setWritten(event.target.value) }}
          />
        )}
      </Field>
      <Field label="Said as" hint={`Spell it the way it sounds. For ${languageLabel}, on this device.`}>
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            maxLength={MAX_SPOKEN_CHARACTERS}
            placeholder="Shi-vawn"
            value={spoken}
            onChange={(event) => { setSpoken(event.target.value) }}
          />
        )}
      </Field>
      <Button size="small" type="submit" disabled={!complete}>
        Add pronunciation
      </Button>
    </form>
  )
}

function Entry({ entry, onForget }: { readonly entry: Pronunciation; readonly onForget: () => void }): ReactElement {
  return (
    <li className="pronunciations__entry">
      <span>
        {entry.written} <span className="pronunciations__arrow" aria-hidden="true">→</span>
        <VisuallyHidden>is said as</VisuallyHidden> {entry.spoken}
      </span>
      <IconButton icon="trash" label={`Remove the pronunciation of ${entry.written}`} onClick={onForget} />
    </li>
  )
}
