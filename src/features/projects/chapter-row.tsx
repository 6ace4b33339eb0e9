import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { leftWording, madeWording } from '../../shared/text/wording/english/projects'
import { isWhole, madeOfChapter, secondsLeft, type Book } from '../../state/projects/book'
import { useApp } from '../../state/use-app'
import { ChapterLines } from './chapter-lines'
import { ChapterText, type ChapterPlaceProps } from './chapter-text'
import { useLineContext } from './use-lines'

/** One chapter: how far it is, and what is in it once it is opened. */
export function ChapterRow({ book, chapter, index, characterMs }: ChapterPlaceProps & { readonly characterMs: number | null }): ReactElement {
  const context = useLineContext()
  const made = madeOfChapter(book, chapter, context)
  const [open, setOpen] = useState(chapter.text === '')
  const title = chapter.title || `Chapter ${index + 1}`
  const left = isWhole(made) ? null : secondsLeft(made, characterMs)
  const facts = chapter.isIncluded ? [madeWording(made), ...(left === null ? [] : [leftWording(left)])] : ['left out']
  return (
    <li className="chapter" data-included={chapter.isIncluded}>
      <div className="chapter__line">
        <div className="chapter__words">
          <h3>{title}</h3>
          <p className="projects__soft">{facts.join(', ')}</p>
        </div>
        <div className="projects__actions">
          {made.seconds > 0 && <HearChapter projectId={book.project.id} chapterId={chapter.id} title={title} />}
          {chapter.isIncluded && made.seconds === 0 && !isWhole(made) && <MakeFirst book={book} chapterId={chapter.id} title={title} />}
          <Button size="small" aria-expanded={open} aria-label={`${open ? 'Close' : 'Open'} ${title}`} onClick={() => { setOpen(!open) }}>
            {open ? 'Close' : 'Open'}
          </Button>
        </div>
      </div>
      {made.lineCount > 0 && chapter.isIncluded && !isWhole(made) && made.madeCount > 0 && (
        <progress className="chapter__progress" max={made.characterCount} value={made.madeCharacterCount} aria-label={`${title}: made`} />
      )}
      {open && (
        <div className="chapter__body">
          <ChapterLines book={book} chapter={chapter} title={title} />
          <Disclosure title="Title and text" initiallyOpen={chapter.text === ''}>
            <ChapterText book={book} chapter={chapter} index={index} title={title} />
          </Disclosure>
        </div>
      )}
    </li>
  )
}

interface HearChapterProps {
  readonly projectId: string
  readonly chapterId: string
  readonly title: string
}

function HearChapter({ projectId, chapterId, title }: HearChapterProps): ReactElement {
  const hearChapter = useApp((state) => state.hearChapter)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const playing = useApp(({ playback, player }) => playback?.kind === 'chapter' && playback.chapterId === chapterId && player.phase === 'playing')
  return playing ? (
    <Button size="small" icon="stop" aria-label={`Stop playing ${title}`} onClick={stopPlayback}>
      Stop
    </Button>
  ) : (
    <Button size="small" icon="play" aria-label={`Hear ${title}`} onClick={() => void hearChapter(projectId, chapterId)}>
      Hear
    </Button>
  )
}

/** For whoever wants to hear this one before the others. */
function MakeFirst({ book: { project }, chapterId, title }: { readonly book: Book; readonly chapterId: string; readonly title: string }): ReactElement {
  const makeProject = useApp((state) => state.makeProject)
  return (
    <Button size="small" aria-label={`Make ${title} first`} onClick={() => void makeProject(project.id, chapterId)}>
      Make first
    </Button>
  )
}
