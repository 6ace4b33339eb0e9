import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { DownloadButton } from '../../components/download-button'
import { Menu } from '../../components/menu'
import { errorInfo } from '../../shared/protocol/errors'
import type { SavedTake } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { formatName } from '../../shared/text/wording/english/sound-files'
import { excerpt } from '../../shared/text/excerpt'
import { formatClock } from '../../shared/text/wording/english/figures'

export interface TakeActionsProps {
  readonly take: SavedTake
  /** False if the voice has been deleted since. */
  readonly voiceKept: boolean
  /** Both are the same from one drawing to the next, so that a card is drawn again only when its take changes. */
  readonly onRegenerate: (take: SavedTake) => void
  readonly onDelete: (take: SavedTake) => void
}

/** What can be done with a take. */
export function TakeActions({ take, voiceKept, onRegenerate, onDelete }: TakeActionsProps): ReactElement {
  const { id } = take
  const regenerateTake = useApp((state) => state.regenerateTake)
  const takeSound = useApp((state) => state.takeSound)
  const takeDetails = useApp((state) => state.takeDetails)
  const format = useApp((state) => formatName(state.soundChoice.format))
  const askExport = useApp((state) => state.askExport)
  const notifyError = useApp((state) => state.notifyError)
  const about = `“${excerpt(take.text)}”`
  const onError = (thrown: unknown) => { notifyError(errorInfo(thrown)) }
  return (
    <div className="take__actions">
      <ReplayButton id={id} about={about} />
      <HearOnButton id={id} about={about} />
      <DownloadButton size="small" aria-label={`Download ${format} of ${about}`} make={() => takeSound(id)} onError={onError}>
        {`Download ${format}`}
      </DownloadButton>
      <Menu label="More" icon="more" name={`More for ${about}`} size="small">
        <CompareButton id={id} about={about} />
        <BookButton id={id} about={about} />
        <Button
          icon="refresh"
          aria-label={`Regenerate ${about}`}
          disabled={!voiceKept || take.guide !== undefined}
          onClick={() => {
            onRegenerate(take)
            void regenerateTake(id)
          }}
        >
          Regenerate
        </Button>
        <Button icon="sound" aria-label={`Other formats of ${about}`} onClick={() => { askExport(id) }}>
          Other formats
        </Button>
        <DownloadButton icon="details" aria-label={`Download details of ${about}`} make={() => takeDetails(id)} onError={onError}>
          Download details
        </DownloadButton>
        <Button icon="trash" aria-label={`Delete ${about}`} onClick={() => { onDelete(take) }}>
          Delete
        </Button>
      </Menu>
    </div>
  )
}

function CompareButton({ id, about }: { readonly id: string; readonly about: string }): ReactElement {
  const chosen = useApp((state) => state.compared.includes(id))
  const chooseCompared = useApp((state) => state.chooseCompared)
  return (
    <Button icon={chosen ? 'check' : 'compare'} aria-pressed={chosen} aria-label={`Compare ${about}`} onClick={() => { chooseCompared(id) }}>
      Compare
    </Button>
  )
}

function BookButton({ id, about }: { readonly id: string; readonly about: string }): ReactElement {
  const chosen = useApp((state) => state.bookTakes.includes(id))
  const toggle = useApp((state) => state.toggleBookTake)
  return (
    <Button icon={chosen ? 'check' : 'chapter'} aria-pressed={chosen} aria-label={`Audiobook chapter: ${about}`} onClick={() => { toggle(id) }}>
      Audiobook chapter
    </Button>
  )
}

function ReplayButton({ id, about }: { readonly id: string; readonly about: string }): ReactElement {
  const replayTake = useApp((state) => state.replayTake)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const playing = useApp(
    ({ playback, player }) => playback?.kind === 'take' && playback.takeId === id && player.phase === 'playing',
  )
  return playing ? (
    <Button size="small" icon="stop" aria-label={`Stop playing ${about}`} onClick={stopPlayback}>
      Stop
    </Button>
  ) : (
    <Button size="small" icon="play" aria-label={`Replay ${about}`} onClick={() => void replayTake(id)}>
      Replay
    </Button>
  )
}

function HearOnButton({ id, about }: { readonly id: string; readonly about: string }): ReactElement | null {
  const place = useApp((state) => (state.player.phase === 'playing' && state.currentTakeId === id ? null : (state.leftOffAt[id] ?? null)))
  const hearOn = useApp((state) => state.hearOn)
  if (place === null) return null
  return (
    <Button size="small" icon="play" aria-label={`Go on at ${formatClock(place)} of ${about}`} onClick={() => void hearOn(id)}>
      Go on at {formatClock(place)}
    </Button>
  )
}
