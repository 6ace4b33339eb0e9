import { useState, type ReactElement, type ReactNode } from 'react'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Panel } from '../../components/panel'
import type { StorageReport } from '../../protocol/records'
import { useApp } from '../../store/use-app'
import { formatBytes } from '../../text/format'

/** The kinds of things that are kept, each with its size and the way to free it. */
export function KeptThings({ report }: { readonly report: StorageReport }): ReactElement {
  const deleteAllTakes = useApp((state) => state.deleteAllTakes)
  const freePartialDownloads = useApp((state) => state.freePartialDownloads)
  const refreshStorage = useApp((state) => state.refreshStorage)
  const [asking, setAsking] = useState(false)
  const { voicesCount, voicesBytes, takesCount, takesBytes, modelsBytes, partialDownloadsBytes } = report

  async function deleteTakes(): Promise<void> {
    setAsking(false)
    await deleteAllTakes()
    await refreshStorage()
  }

  return (
    <Panel title="What is kept">
      <ul className="kept">
        <Kept name="Voices" amount={`${voicesCount} (${formatBytes(voicesBytes)})`} about="Recordings and what engines prepared from them.">
          <a href="#/speak">Show voices</a>
        </Kept>
        <Kept name="Readings" amount={`${takesCount} (${formatBytes(takesBytes)})`} about="The history: text, sound and figures.">
          <Button size="small" icon="trash" disabled={takesCount === 0} onClick={() => { setAsking(true) }}>
            Delete all readings
          </Button>
        </Kept>
        <Kept name="Engines" amount={formatBytes(modelsBytes)} about="Model files, needed to speak without a network.">
          <a href="#/models">Show models</a>
        </Kept>
        <Kept name="Unfinished downloads" amount={formatBytes(partialDownloadsBytes)} about="Parts that a resumed download would go on from.">
          <Button size="small" disabled={partialDownloadsBytes === 0} onClick={() => void freePartialDownloads()}>
            Free unfinished downloads
          </Button>
        </Kept>
      </ul>
      <ConfirmDialog
        open={asking}
        title={`Delete all ${takesCount} readings?`}
        confirmLabel="Delete all readings"
        onCancel={() => { setAsking(false) }}
        onConfirm={() => void deleteTakes()}
      >
        <p>Their sound, text and figures are lost for good. Voices and engines stay.</p>
      </ConfirmDialog>
    </Panel>
  )
}

interface KeptProps {
  readonly name: string
  readonly amount: string
  readonly about: string
  readonly children: ReactNode
}

function Kept({ name, amount, about, children }: KeptProps): ReactElement {
  return (
    <li>
      <div className="kept__words">
        <h3>{name}</h3>
        <p>{about}</p>
      </div>
      <span className="kept__amount">{amount}</span>
      <div className="kept__act">{children}</div>
    </li>
  )
}
