import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { Select } from '../../components/select'
import { VisuallyHidden } from '../../components/visually-hidden'
import type { LineFacts, ProjectChapter } from '../../shared/protocol/project'
import { moodNames } from '../../shared/text/mood-names'
import { leftOutWording } from '../../shared/text/wording/english/projects'
import { chapterLines, type Book } from '../../state/projects/book'
import { soundingLine } from '../../state/projects/lines-slice'
import type { PlannedLine } from '../../state/projects/planned-lines'
import { withLineMoved } from '../../state/projects/chapter-lines'
import { useApp } from '../../state/use-app'
import { useLineContext } from './use-lines'

/** Shown at a time: more than anybody looks at at once, few enough to be drawn without a pause. */
const LINES_AT_A_TIME = 40

interface ChapterLinesProps {
  readonly book: Book
  readonly chapter: ProjectChapter
  readonly title: string
}

/** The sentences of a chapter; a press on one opens what can be done with it. */
export function ChapterLines({ book, chapter, title }: ChapterLinesProps): ReactElement | null {
  const context = useLineContext()
  const lines = chapterLines(book, chapter, context)
  const sounding = useApp((state) => soundingLine(state, chapter.id))
  const [chosen, setChosen] = useState<string | null>(null)
  const [shown, setShown] = useState(LINES_AT_A_TIME)
  const hidden = lines.length - shown
  if (lines.length === 0) return null
  return (
    <>
      <ol className="lines" aria-label={`Sentences of ${title}`}>
        {lines.slice(0, shown).map((line, index) => {
          const facts = book.made.get(line.key)
          const isChosen = line.name === chosen
          return (
            <li key={line.name}>
              <button
                type="button"
                className="lines__text"
                lang={book.project.language}
                data-made={facts !== undefined && !facts.leftOut}
                aria-expanded={isChosen}
                aria-current={line.name === sounding ? 'true' : undefined}
                onClick={() => { setChosen(isChosen ? null : line.name) }}
              >
                {line.choice.words ?? line.text}
                {facts?.leftOut && <span className="projects__soft"> (left out)</span>}
                {!facts && <VisuallyHidden> (not made yet)</VisuallyHidden>}
              </button>
              {isChosen && <LineActions book={book} chapter={chapter} line={line} facts={facts} lines={lines} index={index} />}
            </li>
          )
        })}
      </ol>
      {hidden > 0 && (
        <Button size="small" onClick={() => { setShown(shown + LINES_AT_A_TIME) }}>
          Show {Math.min(LINES_AT_A_TIME, hidden)} more of {hidden} sentences
        </Button>
      )}
    </>
  )
}

interface LineActionsProps {
  readonly book: Book
  readonly chapter: ProjectChapter
  readonly line: PlannedLine
  readonly facts: LineFacts | undefined
  /** All of the chapter, and which of them it is. */
  readonly lines: readonly PlannedLine[]
  readonly index: number
}

/** Where a line can go. `isHindered`: there is a neighbour that it does not get past. */
function movesOf({ text }: ProjectChapter, lines: readonly PlannedLine[], index: number) {
  const up = withLineMoved(text, lines, index, -1) !== null
  const down = withLineMoved(text, lines, index, 1) !== null
  return { up, down, isHindered: (!up && index > 0) || (!down && index < lines.length - 1) }
}

function LineActions({ book, chapter, lines, index, line, facts }: LineActionsProps): ReactElement {
  const hearLine = useApp((state) => state.hearLine)
  const hearChapter = useApp((state) => state.hearChapter)
  const sayLineAgain = useApp((state) => state.sayLineAgain)
  const moveLine = useApp((state) => state.moveLine)
  const place = { projectId: book.project.id, chapterId: chapter.id, lineName: line.name }
  const { version = 0 } = line.choice
  const isThere = facts !== undefined && facts.sampleCount > 0
  const moves = movesOf(chapter, lines, index)
  return (
    <div className="lines__actions" role="group" aria-label="This sentence">
      {facts?.leftOut && <p>{leftOutWording(facts.leftOut)}</p>}
      <div className="projects__actions">
        <Button size="small" icon="play" disabled={!isThere} onClick={() => void hearLine(place)}>Hear it</Button>
        <Button size="small" disabled={!isThere} onClick={() => void hearChapter(place.projectId, place.chapterId, line.name)}>Hear from here</Button>
        <Button size="small" icon="refresh" onClick={() => void sayLineAgain(place, 1)}>Say it again</Button>
        {version > 0 && <Button size="small" onClick={() => void sayLineAgain(place, -1)}>Previous version</Button>}
        <Button size="small" disabled={!moves.up} onClick={() => void moveLine(place, -1)}>Move up</Button>
        <Button size="small" disabled={!moves.down} onClick={() => void moveLine(place, 1)}>Move down</Button>
      </div>
      {moves.isHindered && <p className="projects__soft">Only past a sentence of the same speaker, and without marks in either. “Title and text” changes the rest.</p>}
      {version > 0 && <p className="projects__soft">Version {version + 1}</p>}
      <OtherWords line={line} place={place} />
      <div className="projects__choices">
        <Gap line={line} place={place} />
        <Mood line={line} place={place} />
      </div>
    </div>
  )
}

interface ChoiceProps {
  readonly line: PlannedLine
  readonly place: { readonly projectId: string; readonly chapterId: string; readonly lineName: string }
}

function OtherWords({ line, place }: ChoiceProps): ReactElement {
  const chooseLine = useApp((state) => state.chooseLine)
  const makeLine = useApp((state) => state.makeLine)
  const [words, setWords] = useState(line.choice.words ?? line.text)
  return (
    <form
      className="projects__form"
      onSubmit={(event) => {
        event.preventDefault()
        const said = words.trim()
        void chooseLine(place, { words: said === '' || said === line.text ? undefined : said }).then(() => makeLine(place.projectId, place.chapterId, place.lineName))
      }}
    >
      <Field label="What is said" hint="Other words than those in the text, such as how a name sounds.">
        {(control) => <textarea {...control} rows={2} value={words} onChange={(event) => { setWords(event.target.value) }} />}
      </Field>
      <div className="projects__actions">
        <Button type="submit" size="small" disabled={words.trim() === (line.choice.words ?? line.text)}>Say these words</Button>
      </div>
    </form>
  )
}

/** Offered where the voice has several. */
function Mood({ line: { voice, choice, mood }, place }: ChoiceProps): ReactElement | null {
  const chooseLine = useApp((state) => state.chooseLine)
  if (!voice?.moods?.length) return null
  return (
    <Select
      label="Mood"
      value={choice.mood ?? ''}
      options={[{ value: '', label: mood === undefined ? 'As usual' : `As in the text (${mood})` }, ...moodNames(voice).map((name) => ({ value: name, label: name }))]}
      onChange={(chosen) => void chooseLine(place, { mood: chosen === '' ? undefined : chosen })}
    />
  )
}

const GAPS: readonly number[] = [0, 0.2, 0.5, 1, 1.5, 2, 3, 5, 10]

function Gap({ line, place }: ChoiceProps): ReactElement {
  const chooseLine = useApp((state) => state.chooseLine)
  const { gapSeconds } = line.choice
  const usual = line.askedGapSeconds ?? line.usualGapSeconds
  return (
    <Select
      label="Silence before it"
      value={gapSeconds === undefined ? '' : String(gapSeconds)}
      options={[{ value: '', label: `As usual (${usual} s)` }, ...GAPS.map((seconds) => ({ value: String(seconds), label: seconds === 0 ? 'None' : `${seconds} s` }))]}
      onChange={(value) => void chooseLine(place, { gapSeconds: value === '' ? undefined : Number(value) })}
    />
  )
}
