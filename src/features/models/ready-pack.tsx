import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { isVoicePack, type PackStatus } from '../../shared/protocol/model-pack'
import { useApp, useAppStore } from '../../state/use-app'
import { formatBytes } from '../../shared/text/wording/english/figures'

export interface PackProps {
  readonly status: PackStatus
  readonly onRemove: () => void
}

/** An engine whose files are all here: use it, check it, remove it. */
export function ReadyPack({ status: { pack, state, isHeld = false, sharedBytes = 0 }, onRemove }: PackProps): ReactElement {
  const store = useAppStore()
  const selected = useApp((app) => app.selectedPackId === pack.id)
  const [checking, setChecking] = useState(false)

  async function check(): Promise<void> {
    const { verifyPack, notifyInfo } = store.getState()
    const statusNow = () => store.getState().packs.find((other) => other.pack.id === pack.id)
    const before = statusNow()
    setChecking(true)
    await verifyPack(pack.id)
    setChecking(false)
    const after = statusNow()
    // A check that failed has said so itself and left the status alone.
    if (after !== before && after?.state.phase === 'ready') notifyInfo(`Every file of ${pack.name} is as it should be.`)
  }

  return (
    <div className="pack__state">
      <p>
        {isHeld
          ? `In memory until this page is closed, ${formatBytes(state.receivedBytes)}: this browser does not keep it.`
          : `On this device, ${formatBytes(state.receivedBytes)}.`}{' '}
        {sharedBytes > 0 && `${sharedBytes === state.receivedBytes ? 'All' : formatBytes(sharedBytes)} of it is kept once, together with another engine. `}
        <span role="status">{checking && 'Checking the files…'}</span>
      </p>
      <div className="pack__actions">
        {!selected && isVoicePack(pack) && (
          <Button
            size="small"
            variant="primary"
            aria-label={`Use ${pack.name}`}
            onClick={() => { store.getState().selectPack(pack.id) }}
          >
            Use
          </Button>
        )}
        <Button
          size="small"
          icon="check"
          aria-label={`Check files of ${pack.name}`}
          disabled={checking}
          onClick={() => void check()}
        >
          Check files
        </Button>
        <Button size="small" icon="trash" aria-label={`Remove ${pack.name}`} disabled={checking} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </div>
  )
}
