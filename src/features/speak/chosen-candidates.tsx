import type { ReactElement } from 'react'
import { Disclosure } from '../../components/disclosure'
import { choicesSummary, choiceWording } from '../../shared/text/wording/english/choices'
import type { TakeSentence } from '../../shared/protocol/take-check'

/** What came of choosing among several candidates for each sentence, and why each one was kept. */
export function ChosenCandidates({ sentences }: { readonly sentences: readonly TakeSentence[] }): ReactElement | null {
  const summary = choicesSummary(sentences)
  if (summary === null) return null
  return (
    <div>
      <p className="take-check__note">{summary}</p>
      <Disclosure title="Which versions were kept">
        <ol className="take-check__note">
          {sentences.map(({ text, choice, startSample }) => choice && <li key={startSample}>{`“${text}” ${choiceWording(choice)}`}</li>)}
        </ol>
      </Disclosure>
    </div>
  )
}
