import type { ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { ProgressBar } from '../../components/progress-bar'
import { failureWording } from '../../shared/text/wording/english/errors'
import type { Project } from '../../shared/protocol/project'
import { shownName } from '../../shared/text/shown-name'
import { leftWording, madeWording } from '../../shared/text/wording/english/projects'
import { changedVoices, includedChapters, isWhole, secondsLeft, type Book, type Made } from '../../state/projects/book'
import { makingId, type MakingState } from '../../state/projects/making-slice'
import { useApp } from '../../state/use-app'

/** How far a project is, and the one button that matters now. */
export function ProjectMaking({ book, made, characterMs }: { readonly book: Book; readonly made: Made; readonly characterMs: number | null }): ReactElement {
  const { id, packId } = book.project
  const making = useApp((state) => state.making)
  const isReady = useApp(({ packs }) => packs.some(({ pack, state }) => pack.id === packId && state.phase === 'ready'))
  const isMade = makingId(making) === id && making.phase !== 'failed'
  const whole = isWhole(made)
  const facts = [madeWording(made), ...(whole || (made.madeCount === 0 && !isMade) ? [] : [leftWording(secondsLeft(made, characterMs))])]
  return (
    <section className="projects__making" aria-label="Progress">
      <ProgressBar label={isMade ? makingWords(making, book) : whole ? 'Complete' : made.madeCount === 0 ? 'Not started' : 'Paused'} fraction={made.characterCount === 0 ? 0 : made.madeCharacterCount / made.characterCount} valueText={facts.join(', ')} />
      <ChangedVoices project={book.project} />
      {making.phase === 'failed' && making.projectId === id && <ErrorAlert {...making.error} wording={failureWording(making.error)} />}
      <div className="projects__actions">
        <MakingButton book={book} made={made} isMade={isMade} isReady={isReady} />
        {!isReady && <p className="projects__soft">The engine of this project is not on this device.</p>}
      </div>
    </section>
  )
}

/** What is made is not taken back by itself: the person is asked. */
function ChangedVoices({ project }: { readonly project: Project }): ReactElement | null {
  const voices = useApp((state) => state.voices)
  const takeNewVoices = useApp((state) => state.takeNewVoices)
  const changed = changedVoices(project, voices)
  if (changed.length === 0) return null
  const names = changed.map(({ name }) => shownName(name)).join(', ')
  return (
    <Alert
      kind="info"
      title={`Another sound than before: ${names}`}
      actions={<Button size="small" icon="refresh" onClick={() => void takeNewVoices(project.id)}>Make all of it again</Button>}
    >
      <p>What is made stays as it is. Sentences that are made from now on sound as the voice does now.</p>
    </Alert>
  )
}

interface MakingButtonProps {
  readonly book: Book
  readonly made: Made
  readonly isMade: boolean
  readonly isReady: boolean
}

function MakingButton({ book: { project }, made, isMade, isReady }: MakingButtonProps): ReactElement | null {
  const makeProject = useApp((state) => state.makeProject)
  const pauseProject = useApp((state) => state.pauseProject)
  const requestPack = useApp((state) => state.requestPack)
  if (isMade) {
    return (
      <Button icon="pause" onClick={() => void pauseProject(project.id)}>
        Pause
      </Button>
    )
  }
  if (!isReady) {
    return (
      <Button variant="primary" icon="download" onClick={() => { requestPack(project.packId) }}>
        Download the engine
      </Button>
    )
  }
  if (made.lineCount === 0 || isWhole(made)) return null
  return (
    <Button variant="primary" icon="play" onClick={() => void makeProject(project.id)}>
      {made.madeCount === 0 ? 'Make the sound' : 'Continue'}
    </Button>
  )
}

function makingWords(making: MakingState, book: Book): string {
  switch (making.phase) {
    case 'elsewhere':
      return 'Another tab is making this'
    case 'waiting':
      return 'Waiting for the engine'
    case 'making': {
      if (making.progress && making.progress.fraction < 1) return making.progress.label
      const number = includedChapters(book).findIndex(({ id }) => id === making.chapterId) + 1
      return number > 0 ? `Making chapter ${number}` : 'Making one sentence'
    }
    case 'idle':
    case 'failed':
      return ''
  }
}
