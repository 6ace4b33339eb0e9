import { useState, type ReactElement, type ReactNode } from 'react'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Panel } from '../../components/panel'
import type { StorageReport } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { formatBytes } from '../../shared/text/wording/english/figures'
import { deleteAllQuestion } from '../../shared/text/wording/english/takes'

/** The kinds of things that are kept, each with its size and the way to delete it. */
export function KeptThings({ report }: { readonly report: StorageReport }): ReactElement {
  const deleteAllTakes = useApp((state) => state.deleteAllTakes)
  const deleteVotes = useApp((state) => state.deleteVotes)
  const freePartialDownloads = useApp((state) => state.freePartialDownloads)
  const freeCompiledGraphs = useApp((state) => state.freeCompiledGraphs)
  const { voicesCount, voicesBytes, takesCount, takesBytes, projectsCount, projectsBytes, votesCount, modelsBytes, partialDownloadsBytes, compiledBytes } = report

  return (
    <Panel title="What is kept">
      <ul className="kept">
        <Kept name="Voices" amount={`${voicesCount} (${formatBytes(voicesBytes)})`} about="Recordings and what engines prepared from them.">
          <a href="#/speak">Show voices</a>
        </Kept>
        <Kept name="Takes" amount={`${takesCount} (${formatBytes(takesBytes)})`} about="The history: text, sound and figures.">
          <DeleteAll label="Delete all takes" count={takesCount} question={deleteAllQuestion(takesCount)} act={deleteAllTakes}>
            Their sound, text and figures will be lost for good. Voices and engines stay.
          </DeleteAll>
        </Kept>
        <Kept name="Projects" amount={`${projectsCount} (${formatBytes(projectsBytes)})`} about="Books and scripts with the sound of their sentences.">
          <a href="#/projects">Show projects</a>
        </Kept>
        <Kept name="Votes" amount={String(votesCount)} about="What you preferred in blind comparisons.">
          <DeleteAll
            label="Delete all votes"
            count={votesCount}
            question={votesCount === 1 ? 'Delete the only vote?' : `Delete all ${votesCount} votes?`}
            act={deleteVotes}
          >
            What you preferred in blind comparisons will be lost for good. The takes stay.
          </DeleteAll>
        </Kept>
        <Kept name="Engines" amount={formatBytes(modelsBytes)} about="Model files, needed to speak without a network.">
          <a href="#/models">Show models</a>
        </Kept>
        <Kept name="Unfinished downloads" amount={formatBytes(partialDownloadsBytes)} about="Parts that a resumed download continues from.">
          <Button size="small" disabled={partialDownloadsBytes === 0} onClick={() => void freePartialDownloads()}>
            Delete unfinished downloads
          </Button>
        </Kept>
        <Kept name="Compiled for the GPU" amount={formatBytes(compiledBytes)} about="Made from the engines on this device, so that the GPU is ready sooner.">
          <Button size="small" disabled={compiledBytes === 0} onClick={() => void freeCompiledGraphs()}>
            Delete what was compiled
          </Button>
        </Kept>
      </ul>
    </Panel>
  )
}

interface DeleteAllProps {
  readonly label: string
  readonly count: number
  readonly question: string
  /** Never rejects. */
  readonly act: () => Promise<void>
  /** What will be lost. */
  readonly children: ReactNode
}

/** A button that asks before it deletes all of a kind. */
function DeleteAll({ label, count, question, act, children }: DeleteAllProps): ReactElement {
  const refreshStorage = useApp((state) => state.refreshStorage)
  const [asking, setAsking] = useState(false)

  async function deleteAll(): Promise<void> {
    setAsking(false)
    await act()
    await refreshStorage()
  }

  return (
    <>
      <Button size="small" icon="trash" disabled={count === 0} onClick={() => { setAsking(true) }}>
        {label}
      </Button>
      <ConfirmDialog open={asking} title={question} confirmLabel={label} onCancel={() => { setAsking(false) }} onConfirm={() => void deleteAll()}>
        <p>{children}</p>
      </ConfirmDialog>
    </>
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
