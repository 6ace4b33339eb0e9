import { useMemo, type ReactElement } from 'react'
import { Panel } from '../../components/panel'
import { useApp } from '../../state/use-app'
import { shownName } from '../../shared/text/shown-name'
import { tallyVotes } from '../../state/compare/vote-tally'

/** How engines, voices and settings fared in blind comparisons on this device. */
export function VoteTable(): ReactElement | null {
  const votes = useApp((state) => state.votes)
  const rows = useMemo(() => tallyVotes(votes), [votes])
  if (rows.length === 0) return null
  return (
    <Panel
      title="Your votes"
      lead={
        <>
          {votes.length === 1 ? 'One blind comparison' : `${votes.length} blind comparisons`}, kept on this device only. Delete them under{' '}
          <a href="#/storage">Storage</a>.
        </>
      }
    >
      <div className="compare__scroll" role="region" aria-label="Votes" tabIndex={0}>
        <table className="compare__table">
          <thead>
            <tr>
              <th scope="col">Engine, voice, setting</th>
              <th scope="col">Preferred</th>
              <th scope="col">No difference</th>
              <th scope="col">Compared</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ engineName, voiceName, setting, preferred, equal, compared }) => (
              <tr key={`${engineName} ${voiceName} ${setting}`}>
                <th scope="row">{`${engineName}, ${shownName(voiceName)}, ${setting}`}</th>
                <td>{preferred}</td>
                <td>{equal}</td>
                <td>{compared}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
