import { useCallback, useMemo, useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { EmptyState } from '../../components/empty-state'
import { PageHeading } from '../../components/page-heading'
import type { SavedTake } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { excerpt } from '../../shared/text/excerpt'
import { deleteAllQuestion } from '../../shared/text/wording/english/takes'
import { RegenerateStatus } from './regenerate-status'
import { TakeCard } from './take-card'
import './history.css'

/** Cards added at a time: more than anybody reads at once, few enough to be drawn without a pause. */
const CARDS_AT_A_TIME = 30

type Doomed = { readonly kind: 'one'; readonly take: SavedTake } | { readonly kind: 'all' }

/** Every take, the newest first. */
export function HistoryPage(): ReactElement {
  const takes = useApp((state) => state.takes)
  const voices = useApp((state) => state.voices)
  const deleteTake = useApp((state) => state.deleteTake)
  const deleteAllTakes = useApp((state) => state.deleteAllTakes)
  const [shown, setShown] = useState(CARDS_AT_A_TIME)
  const [doomed, setDoomed] = useState<Doomed | null>(null)
  const [regenerated, setRegenerated] = useState<SavedTake | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const voiceIds = useMemo(() => new Set(voices.map(({ id }) => id)), [voices])
  const askAboutOne = useCallback((take: SavedTake) => { setDoomed({ kind: 'one', take }) }, [])
  const hidden = takes.length - shown

  async function confirmDelete(what: Doomed): Promise<void> {
    setDoomed(null)
    await (what.kind === 'all' ? deleteAllTakes() : deleteTake(what.take.id))
    // The button that had the focus is gone with its take.
    list.current?.focus()
  }

  return (
    <div className="history">
      <HistoryHeading hasTakes={takes.length > 0} onDeleteAll={() => { setDoomed({ kind: 'all' }) }} />
      <ComparisonChoice />
      <BookChoice />
      {regenerated && <RegenerateStatus take={regenerated} />}
      <div ref={list} tabIndex={-1} className="history__list">
        {takes.length === 0 && (
          <EmptyState title="Nothing has been spoken yet" action={<a href="#/speak">Speak something</a>}>
            <p>What you let a voice say is kept here, on this device only.</p>
          </EmptyState>
        )}
        {takes.slice(0, shown).map((take) => (
          <TakeCard
            key={take.id}
            take={take}
            voiceKept={voiceIds.has(take.voiceId)}
            onRegenerate={setRegenerated}
            onDelete={askAboutOne}
          />
        ))}
      </div>
      {hidden > 0 && (
        <Button className="history__more" onClick={() => { setShown(shown + CARDS_AT_A_TIME) }}>
          Show {Math.min(CARDS_AT_A_TIME, hidden)} more of {hidden}
        </Button>
      )}
      <DeleteQuestion
        doomed={doomed}
        count={takes.length}
        onCancel={() => { setDoomed(null) }}
        onConfirm={(what) => void confirmDelete(what)}
      />
    </div>
  )
}

function HistoryHeading({ hasTakes, onDeleteAll }: { readonly hasTakes: boolean; readonly onDeleteAll: () => void }): ReactElement {
  return (
    <PageHeading
      title="History"
      lead="Takes made on this device. Each one can be played, downloaded, or made again with the same seed."
      actions={
        hasTakes && (
          <Button icon="trash" onClick={onDeleteAll}>
            Delete all
          </Button>
        )
      }
    />
  )
}

interface DeleteQuestionProps {
  readonly doomed: Doomed | null
  readonly count: number
  readonly onCancel: () => void
  readonly onConfirm: (what: Doomed) => void
}

function DeleteQuestion({ doomed, count, onCancel, onConfirm }: DeleteQuestionProps): ReactElement {
  const all = doomed?.kind === 'all'
  return (
    <ConfirmDialog
      open={doomed !== null}
      title={all ? deleteAllQuestion(count) : 'Delete this take?'}
      confirmLabel={all ? 'Delete all takes' : 'Delete take'}
      onCancel={onCancel}
      onConfirm={() => { if (doomed) onConfirm(doomed) }}
    >
      {doomed?.kind === 'one' && <blockquote className="take__text">{excerpt(doomed.take.text, 200)}</blockquote>}
      <p>{all ? 'Their sound, text and figures' : 'Its sound, text and figures'} will be lost for good. Voices and engines stay.</p>
    </ConfirmDialog>
  )
}

/** How far the choice of two takes to compare has come. */
function ComparisonChoice(): ReactElement {
  const count = useApp(({ compared }) => compared.length)
  return (
    <div role="status" className="history__comparison">
      {count === 1 && <p>One take is chosen. Choose “More” and “Compare” on another one to hear the two side by side.</p>}
      {count === 2 && (
        <p>
          Two takes are chosen. <a href="#/compare">Compare them</a>
        </p>
      )}
    </div>
  )
}

/** The takes that were chosen as chapters, and what can be done with them. */
function BookChoice(): ReactElement {
  const count = useApp(({ bookTakes, takes }) => takes.filter(({ id }) => bookTakes.includes(id)).length)
  const openBook = useApp((state) => state.openBook)
  const clearBook = useApp((state) => state.clearBook)
  return (
    <div className="history__book">
      <p aria-live="polite">{count > 0 && `${count === 1 ? 'One take is' : `${count} takes are`} chosen for an audiobook.`}</p>
      {count > 0 && (
        <>
          <Button size="small" icon="download" onClick={() => { openBook(true) }}>
            Make an audiobook
          </Button>
          <Button size="small" variant="quiet" onClick={clearBook}>
            Choose none
          </Button>
        </>
      )}
    </div>
  )
}
