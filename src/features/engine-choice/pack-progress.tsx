import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { ProgressBar } from '../../components/progress-bar'
import { errorWording } from '../../shared/text/wording/english/errors'
import type { PackStatus } from '../../shared/protocol/model-pack'
import { formatBytes, formatDuration, formatRate } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import './pack-progress.css'

/** Where the chosen engine's files stand, with the one act that makes sense there; nothing once they are here. */
export function PackProgress(): ReactElement | null {
  const status = useApp(({ packs, selectedPackId }) => packs.find(({ pack }) => pack.id === selectedPackId))
  return status ? <Progress status={status} /> : null
}

function Progress({ status: { pack, state, totalBytes } }: { readonly status: PackStatus }): ReactElement | null {
  const request = useApp((store) => store.requestPack)
  const pause = useApp((store) => store.pausePack)
  const amount = `${formatBytes(state.receivedBytes)}${totalBytes === null ? '' : ` of ${formatBytes(totalBytes)}`}`
  const fraction = totalBytes === null ? null : state.receivedBytes / totalBytes
  const resume = (
    <Button size="small" icon="download" onClick={() => { request(pack.id) }}>
      {state.receivedBytes > 0 ? 'Resume download' : 'Download the engine'}
    </Button>
  )
  switch (state.phase) {
    case 'ready':
      return null
    case 'absent':
      return (
        <div className="engine-files">
          <p>
            {state.receivedBytes > 0 ? `${amount} are here already.` : `${pack.name} is downloaded once (${totalBytes === null ? 'size unknown' : formatBytes(totalBytes)}), then works without a network.`}
          </p>
          {resume}
        </div>
      )
    case 'downloading': {
      const left = state.secondsLeft === null ? '' : `, ${formatDuration(state.secondsLeft)} left`
      return (
        <div className="engine-files">
          <ProgressBar label="Downloading the engine" fraction={fraction} valueText={`${amount}, ${formatRate(state.bytesPerSecond)}${left}`} />
          <Button size="small" icon="pause" onClick={() => void pause(pack.id)}>
            Pause download
          </Button>
        </div>
      )
    }
    case 'paused':
      return (
        <div className="engine-files">
          <ProgressBar label="Download paused" fraction={fraction ?? 0} valueText={amount} />
          {resume}
        </div>
      )
    case 'failed':
      return <ErrorAlert code={state.code} detail={state.detail} wording={errorWording(state.code)} actions={resume} />
  }
}
