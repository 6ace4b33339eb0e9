import { useShallow } from 'zustand/react/shallow'
import type { ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { EmptyState } from '../../components/empty-state'
import { PageHeading } from '../../components/page-heading'
import { Panel } from '../../components/panel'
import { comparedTakes } from '../../state/compare/comparison-slice'
import { useApp } from '../../state/use-app'
import { BlindVote } from './blind-vote'
import { CompareFigures } from './compare-figures'
import { CompareSides } from './compare-sides'
import { VoteTable } from './vote-table'
import './compare.css'

/** Two takes side by side: openly with their figures, or without names until a verdict is given. */
export function ComparePage(): ReactElement {
  const takes = useApp(useShallow(comparedTakes))
  const blind = useApp((state) => state.blind)
  const verdict = useApp((state) => state.verdict)
  const setBlind = useApp((state) => state.setBlind)
  const hidden = blind && verdict === null
  return (
    <div className="compare">
      <PageHeading
        title="Compare"
        lead="Two takes, equally loud. Switch between them at any moment: the other one continues from the same place."
      />
      {takes ? (
        <Panel title={hidden ? 'Which one is better?' : 'A and B'}>
          <Checkbox checked={blind} onChange={setBlind}>
            Hide which one is which, in random order
          </Checkbox>
          {takes.a.text === takes.b.text && (
            <blockquote className="compare__text" lang={takes.a.language}>
              {takes.a.text}
            </blockquote>
          )}
          <CompareSides />
          {blind && <BlindVote takes={takes} />}
          {!hidden && <CompareFigures takes={takes} />}
          <p>
            <a href="#/history">Choose other takes</a>
          </p>
        </Panel>
      ) : (
        <EmptyState title="Two takes are needed" action={<a href="#/history">Choose two in the history</a>}>
          <p>Press “Compare” on each of them.</p>
        </EmptyState>
      )}
      <VoteTable />
    </div>
  )
}
