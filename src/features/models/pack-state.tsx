import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { ProgressBar } from '../../components/progress-bar'
import { errorWording } from '../../shared/text/wording/english/errors'
import { comesFromDisk, type PackStatus } from '../../shared/protocol/model-pack'
import { useApp } from '../../state/use-app'
import { formatBytes, formatDuration, formatRate } from '../../shared/text/wording/english/figures'
import { ReadyPack, type PackProps } from './ready-pack'

/** Where the files of an engine stand, and the acts that make sense there. */
export function PackState({ status, onRemove }: PackProps): ReactElement {
  const { pack, state, totalBytes } = status
  const pausePack = useApp((store) => store.pausePack)
  const amount = `${formatBytes(state.receivedBytes)}${totalBytes === null ? '' : ` of ${formatBytes(totalBytes)}`}`
  const fraction = totalBytes === null ? null : state.receivedBytes / totalBytes
  switch (state.phase) {
    case 'absent':
      return (
        <div className="pack__state">
          <p>{state.receivedBytes > 0 ? `${amount} are here already.` : 'Not on this device.'}</p>
          <div className="pack__actions">
            <FetchButton status={status} words={state.receivedBytes > 0 ? 'Resume' : 'Download'} />
            <DiscardButton status={status} />
          </div>
        </div>
      )
    case 'downloading': {
      const left = state.secondsLeft === null ? '' : `, ${formatDuration(Math.round(state.secondsLeft))} left`
      return (
        <div className="pack__state">
          <ProgressBar
            label={`Downloading ${state.file}`}
            fraction={fraction}
            valueText={`${amount}, ${formatRate(state.bytesPerSecond)}${left}`}
          />
          <div className="pack__actions">
            <Button size="small" icon="pause" aria-label={`Pause ${pack.name}`} onClick={() => void pausePack(pack.id)}>
              Pause
            </Button>
          </div>
        </div>
      )
    }
    case 'paused':
      return (
        <div className="pack__state">
          {fraction === null ? <p>Paused, {amount} are here.</p> : <ProgressBar label="Paused" fraction={fraction} valueText={amount} />}
          <div className="pack__actions">
            <FetchButton status={status} words="Resume" />
            <DiscardButton status={status} />
          </div>
        </div>
      )
    case 'failed':
      return (
        <div className="pack__state">
          <ErrorAlert code={state.code} detail={state.detail} wording={errorWording(state.code)} />
          <div className="pack__actions">
            <FetchButton status={status} words={state.receivedBytes > 0 ? 'Resume' : 'Try again'} />
            <DiscardButton status={status} />
          </div>
        </div>
      )
    case 'ready':
      return <ReadyPack status={status} onRemove={onRemove} />
  }
}

/** Fetches what is missing; the store asks for the licence first if it was not accepted before. */
function FetchButton({ status, words }: { readonly status: PackStatus; readonly words: string }): ReactElement {
  const { pack } = status
  const requestPack = useApp((store) => store.requestPack)
  if (comesFromDisk(status.pack)) return <p>Choose its files from your disk again, below.</p>
  return (
    <Button size="small" icon="download" aria-label={`${words} ${pack.name}`} onClick={() => { requestPack(pack.id) }}>
      {words}
    </Button>
  )
}

/** Deletes the part that has arrived; nothing that cannot be fetched again. */
function DiscardButton({ status: { pack, state } }: { readonly status: PackStatus }): ReactElement | null {
  const removePack = useApp((store) => store.removePack)
  if (state.receivedBytes === 0) return null
  return (
    <Button
      size="small"
      variant="quiet"
      aria-label={`Discard what arrived of ${pack.name}`}
      onClick={() => void removePack(pack.id)}
    >
      Discard what arrived
    </Button>
  )
}
