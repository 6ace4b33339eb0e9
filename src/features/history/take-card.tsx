import { memo, useId, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { excerpt } from '../../shared/text/excerpt'
import { checkSummary } from '../../shared/text/wording/english/checks'
import { choicesSummary } from '../../shared/text/wording/english/choices'
import { similaritySummary, speakersOf } from '../../shared/text/wording/english/takes'
import { formatDate, formatDuration } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import { TakeActions, type TakeActionsProps } from './take-actions'
import { shownName } from '../../shared/text/shown-name'
import { TakeDetails } from './take-details'

/** One take: who said what, when and how. */
export const TakeCard = memo(function TakeCard({ take, voiceKept, onRegenerate, onDelete }: TakeActionsProps): ReactElement {
  const headingId = useId()
  const { figures } = take
  const speakers = speakersOf(take)
  const similarity = similaritySummary(take)
  const choices = choicesSummary(take.sentences ?? [])
  return (
    <article className="take" aria-labelledby={headingId}>
      <header className="take__header">
        <h2 id={headingId}>
          {speakers}, {formatDate(take.createdAt)}
        </h2>
        {!take.complete && <span className="take__mark">incomplete</span>}
        <Choices id={take.id} />
      </header>
      <TakeText text={take.text} language={take.language} />
      <p className="take__facts">
        <span>{take.engineName}</span>
        <span>{formatDuration(figures.audioSeconds)}</span>
        <span>
          <abbr title="Real-time factor: computing time per second of sound">RTF</abbr> {figures.rtf.toFixed(2)}
        </span>
        <span>seed {take.settings.seed}</span>
      </p>
      {take.check && <p className="take__note">{checkSummary(take.check)}</p>}
      {choices !== null && <p className="take__note">{choices}</p>}
      {similarity !== null && <p className="take__note">{similarity}</p>}
      <TakeActions take={take} voiceKept={voiceKept} onRegenerate={onRegenerate} onDelete={onDelete} />
      {take.guide && <p className="take__note">Said like a recording that was not kept, so it can be played but not made again.</p>}
      {!voiceKept && <p className="take__note">The voice {shownName(take.voiceName)} was deleted, so this take can be played but not made again.</p>}
      <Disclosure title="Settings and figures">
        <TakeDetails take={take} />
      </Disclosure>
    </article>
  )
})

/** What it was chosen for, which the closed menu does not show. */
function Choices({ id }: { readonly id: string }): ReactElement {
  const compared = useApp((state) => state.compared.includes(id))
  const chapter = useApp((state) => state.bookTakes.includes(id))
  return (
    <>
      {compared && <span className="take__mark take__mark--chosen">to compare</span>}
      {chapter && <span className="take__mark take__mark--chosen">audiobook chapter</span>}
    </>
  )
}

/** About four lines of a card on a wide screen. */
const SHORT_CHARACTERS = 320

/** What was said; a long text shows its beginning first. */
function TakeText({ text, language }: { readonly text: string; readonly language: string }): ReactElement {
  const [whole, setWhole] = useState(false)
  const long = text.length > SHORT_CHARACTERS
  return (
    <div>
      <blockquote className="take__text" lang={language}>
        {whole || !long ? text : excerpt(text, SHORT_CHARACTERS)}
      </blockquote>
      {long && (
        <Button
          className="take__unfold"
          variant="quiet"
          size="small"
          aria-expanded={whole}
          aria-label={`${whole ? 'Show less' : 'Show the whole text'} of “${excerpt(text)}”`}
          onClick={() => { setWhole(!whole) }}
        >
          {whole ? 'Show less' : 'Show the whole text'}
        </Button>
      )}
    </div>
  )
}
