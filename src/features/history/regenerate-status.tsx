import type { ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { ErrorAlert } from '../../components/error-alert'
import { errorWording } from '../../shared/text/wording/english/errors'
import type { SavedTake } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { excerpt } from '../../shared/text/excerpt'

/** How the take that is being made again is coming along; sound and stop are in the "Now playing" strip. */
export function RegenerateStatus({ take }: { readonly take: SavedTake }): ReactElement | null {
  const state = useApp((app) => app.speakState)
  const about = `“${excerpt(take.text)}”`
  switch (state.phase) {
    case 'idle':
    case 'stopped':
      return null
    case 'awaiting-pack':
      return (
        <Alert kind="info" title={`${about} is waiting for its engine`}>
          <p>
            It will be made as soon as the engine is on this device. <a href="#/models">Show the download</a>
          </p>
        </Alert>
      )
    case 'loading':
    case 'preparing':
    case 'speaking':
      return <Alert kind="info" title={`Making ${about} again`} />
    case 'done':
      return <Alert kind="info" title={`${about} was made again and is the newest below`} />
    case 'failed':
      return <ErrorAlert {...state.error} wording={errorWording(state.error.code)} />
  }
}
