import type { ReactElement } from 'react'
import { checkSummary, findingWording } from '../../shared/text/wording/english/checks'
import type { SavedTake } from '../../shared/protocol/records'
import type { SentenceCheck, TakeCheck } from '../../shared/protocol/take-check'

/** What was heard in a take, in one sentence, and what is wrong with it; its words are marked where they stand. */
export function CheckResult({ take, check }: { readonly take: SavedTake; readonly check: TakeCheck }): ReactElement {
  const remarks = check.sentences.flatMap((sentence, index) =>
    remarksOn(sentence, index, check.sentences.length, take.sentences?.[index]?.choice !== undefined))
  return (
    <div className="check-result">
      <p className="check-result__summary" data-passed={remarks.length === 0}>
        {checkSummary(check)}
      </p>
      {remarks.length > 0 && (
        <ul className="check-result__remarks">
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function remarksOn({ findings, attempts }: SentenceCheck, index: number, count: number, wasChosen: boolean): string[] {
  const place = count === 1 ? '' : `Sentence ${index + 1}: `
  const again =
    attempts === 1 || wasChosen ? [] : [`${place}Spoken ${attempts} times; the best one is kept. Press “Hear it again” to hear it.`]
  return [...findings.map((finding) => `${place}${findingWording(finding)}`), ...again]
}
