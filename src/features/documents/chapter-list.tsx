import { memo, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/checkbox'
import { Panel } from '../../components/panel'
import { speechSeconds } from '../../shared/text/speech-length'
import { formatAbout } from '../../shared/text/wording/english/figures'
import type { OpenChapter } from '../../state/documents/documents-slice'
import { useApp } from '../../state/use-app'

export interface ChapterListProps {
  readonly chapters: readonly OpenChapter[]
  /** The one whose text is shown. */
  readonly looked: number | null
  readonly onLook: (index: number | null) => void
}

/** What is read is ticked; a chapter's text is behind its button. */
export function ChapterList({ chapters, looked, onLook }: ChapterListProps): ReactElement {
  const chooseAll = useApp((state) => state.chooseAllChapters)
  const chosen = chapters.filter(({ isChosen }) => isChosen)
  return (
    <Panel
      title={chapters.length === 1 ? 'One chapter' : `${chapters.length} chapters`}
      className="chapter-list"
      lead={<span aria-live="polite">{chosen.length === 0 ? 'None will be read' : `${chosen.length} to be read`}</span>}
      actions={
        chapters.length > 1 && (
          <Button size="small" variant="quiet" onClick={() => { chooseAll(chosen.length < chapters.length) }}>
            {chosen.length < chapters.length ? 'Choose all' : 'Choose none'}
          </Button>
        )
      }
    >
      <ol className="chapter-list__rows">
        {chapters.map((chapter, index) => (
          <ChapterRow key={index} index={index} chapter={chapter} isLooked={looked === index} onLook={onLook} />
        ))}
      </ol>
    </Panel>
  )
}

interface ChapterRowProps {
  readonly index: number
  readonly chapter: OpenChapter
  readonly isLooked: boolean
  readonly onLook: (index: number | null) => void
}

const ChapterRow = memo(function ChapterRow({ index, chapter: { title, text, isChosen }, isLooked, onLook }: ChapterRowProps): ReactElement {
  const choose = useApp((state) => state.chooseChapter)
  return (
    <li className="chapter-row" data-looked={isLooked}>
      <Checkbox checked={isChosen} onChange={(isNowChosen) => { choose(index, isNowChosen) }}>
        {title}
      </Checkbox>
      <span className="chapter-row__length">{formatAbout(speechSeconds(text))}</span>
      <Button size="small" variant="quiet" aria-expanded={isLooked} aria-label={`Text of ${title}`} onClick={() => { onLook(isLooked ? null : index) }}>
        Text
      </Button>
    </li>
  )
})
