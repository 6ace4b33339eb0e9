import type { ReactElement } from 'react'
import { Alert } from '../components/alert'
import { Button } from '../components/button'
import { isBusy } from '../state/app/app-update-slice'
import { useApp } from '../state/use-app'

/** Offers a newer build, but never while somebody records or listens. */
export function UpdateBanner(): ReactElement | null {
  const offered = useApp((state) => state.updateReady && !isBusy(state))
  const apply = useApp((state) => state.applyUpdate)
  if (!offered) return null
  return (
    <Alert
      kind="info"
      title="A newer version is ready"
      actions={
        <Button size="small" onClick={apply}>
          Update now
        </Button>
      }
    >
      <p>Your text, voices and history stay as they are.</p>
    </Alert>
  )
}
