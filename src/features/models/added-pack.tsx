import { useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { RenameForm } from '../../components/rename-form'
import type { PackStatus } from '../../shared/protocol/model-pack'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { isInUse } from '../../state/running-acts'
import { useApp } from '../../state/use-app'

/** What can be done to an engine that the person added: call it something else, ask its address for a newer one. */
export function AddedPack({ status: { pack, state } }: { readonly status: PackStatus }): ReactElement {
  const renamePack = useApp((store) => store.renamePack)
  const updatePack = useApp((store) => store.updatePack)
  const busy = useApp(({ running }) => isInUse(running, 'models'))
  const [renaming, setRenaming] = useState(false)
  const renameButton = useRef<HTMLButtonElement | null>(null)
  const { id, name, origin } = pack

  function stopRenaming(): void {
    setRenaming(false)
    renameButton.current?.focus()
  }

  return (
    <div className="added-pack">
      {origin && (
        <p className="pack__note">
          Added from <a href={origin.address} target="_blank" rel="noreferrer">{origin.address.replace('https://', '')}</a>
          {origin.revision === null ? '.' : `, revision ${origin.revision.slice(0, 7)}.`}
        </p>
      )}
      <div className="pack__actions">
        <Button
          size="small"
          icon="edit"
          aria-label={`Rename ${shownName(name)}`}
          aria-expanded={renaming}
          onClick={(event) => {
            renameButton.current = event.currentTarget
            setRenaming(!renaming)
          }}
        >
          Rename
        </Button>
        {/* Of a plain folder nothing tells whether its weights are others now. */}
        {origin && origin.revision !== null && state.phase === 'ready' && (
          <Button size="small" aria-label={`Look for a newer ${shownName(name)}`} disabled={busy} onClick={() => void updatePack(id)}>
            Look for a newer one
          </Button>
        )}
      </div>
      {renaming && (
        <RenameForm
          label={`New name for ${shownName(name)}`}
          name={name}
          emptyError="An engine needs a name."
          maxLength={LONGEST_NAME}
          onCancel={stopRenaming}
          onRename={(newName) => {
            stopRenaming()
            if (newName !== name) void renamePack(id, newName)
          }}
        />
      )}
    </div>
  )
}
