import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { useRenaming } from '../../components/use-renaming'
import type { PackStatus } from '../../shared/protocol/model-pack'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { isInUse } from '../../state/running-acts'
import { useApp } from '../../state/use-app'

/** What can be done to an engine that the person added: call it something else, ask its address for a newer one. */
export function AddedPack({ status: { pack, state } }: { readonly status: PackStatus }): ReactElement {
  const renamePack = useApp((store) => store.renamePack)
  const updatePack = useApp((store) => store.updatePack)
  const busy = useApp(({ running }) => isInUse(running, 'models'))
  const { id, name, origin } = pack
  const { opener, form } = useRenaming({
    label: `New name for ${shownName(name)}`,
    name,
    maxLength: LONGEST_NAME,
    emptyError: 'An engine needs a name.',
    onRename: (newName) => void renamePack(id, newName),
  })

  return (
    <div className="added-pack">
      {origin && (
        <p className="pack__note">
          Added from <a href={origin.address} target="_blank" rel="noreferrer">{origin.address.replace('https://', '')}</a>
          {origin.revision === null ? '.' : `, revision ${origin.revision.slice(0, 7)}.`}
        </p>
      )}
      <div className="pack__actions">
        <Button size="small" icon="edit" aria-label={`Rename ${shownName(name)}`} {...opener}>
          Rename
        </Button>
        {/* Of a plain folder nothing tells whether its weights are others now. */}
        {origin && origin.revision !== null && state.phase === 'ready' && (
          <Button size="small" aria-label={`Look for a newer ${shownName(name)}`} disabled={busy} onClick={() => void updatePack(id)}>
            Look for a newer one
          </Button>
        )}
      </div>
      {form}
    </div>
  )
}
