import type { ReactElement } from 'react'
import { checkSummary } from '../../shared/text/wording/english/checks'
import { choicesSummary } from '../../shared/text/wording/english/choices'
import type { SavedTake } from '../../shared/protocol/records'
import { settingWording, similaritySummary } from '../../shared/text/wording/english/takes'
import { shownName } from '../../shared/text/shown-name'
import { formatDate, formatDuration } from '../../shared/text/wording/english/figures'

export interface ComparedPair {
  readonly a: SavedTake
  readonly b: SavedTake
}

const rows: readonly (readonly [name: string, words: (take: SavedTake) => string])[] = [
  ['Words', ({ check }) => (check ? checkSummary(check) : 'Not checked.')],
  ['Voice', (take) => similaritySummary(take) ?? 'Not measured.'],
  ['Choice', ({ sentences = [] }) => choicesSummary(sentences) ?? 'Spoken once.'],
  ['Made by', (take) => `${take.engineName}, ${shownName(take.voiceName)}, ${settingWording(take)}, seed ${take.settings.seed}`],
  ['Length', ({ figures }) => formatDuration(figures.audioSeconds)],
  ['Made', ({ createdAt }) => formatDate(createdAt)],
]

/** What is known of the two takes, side by side. */
export function CompareFigures({ takes: { a, b } }: { readonly takes: ComparedPair }): ReactElement {
  return (
    <div className="compare__scroll" role="region" aria-label="Figures" tabIndex={0}>
      <table className="compare__table">
        <thead>
          <tr>
            <td />
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, words]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{words(a)}</td>
              <td>{words(b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
