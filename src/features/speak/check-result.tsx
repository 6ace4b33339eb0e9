import type { ReactElement } from 'react'
import { VisuallyHidden } from '../../components/visually-hidden'
import { checkSummary, findingWording } from '../../protocol/check-wording'
import type { SavedTake } from '../../protocol/records'
import type { CheckedWord, SentenceCheck, TakeCheck } from '../../protocol/take-check'
import type { AppState } from '../../store/app-state'
import { useApp } from '../../store/use-app'

/** What was heard in a reading: in one sentence, and word by word, the one that sounds now marked. */
export function CheckResult({ take, check }: { readonly take: SavedTake; readonly check: TakeCheck }): ReactElement {
  const now = useApp((state) => soundingWord(state, take.id, check))
  const remarks = check.sentences.flatMap((sentence, index) =>
    remarksOn(sentence, index, check.sentences.length, take.sentences?.[index]?.choice !== undefined))
  let place = 0
  return (
    <div className="check-result">
      <p className="check-result__summary" data-passed={remarks.length === 0}>
        {checkSummary(check)}
      </p>
      <p className="check-result__words" lang={take.language}>
        {check.sentences.map(({ words }, sentence) => (
          <span key={sentence}>
            {words.map((word, index) => (
              <Word key={index} word={word} sounds={place++ === now} />
            ))}
          </span>
        ))}
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

function Word({ word: { text, verdict, heardAs }, sounds }: { readonly word: CheckedWord; readonly sounds: boolean }): ReactElement {
  if (verdict === 'same') return <span data-sounds={sounds}>{text} </span>
  const words = heardAs === null ? 'not heard' : `heard as ${heardAs}`
  return (
    <span data-sounds={sounds}>
      <mark data-verdict={verdict} title={words}>
        {text}
        <VisuallyHidden> ({words})</VisuallyHidden>
      </mark>{' '}
    </span>
  )
}

function remarksOn({ findings, attempts }: SentenceCheck, index: number, count: number, wasChosen: boolean): string[] {
  const place = count === 1 ? '' : `Sentence ${index + 1}: `
  const again =
    attempts === 1 || wasChosen ? [] : [`${place}Spoken ${attempts} times; the best one is kept. Press “Hear it again” to hear it.`]
  return [...findings.map((finding) => `${place}${findingWording(finding)}`), ...again]
}

/** Index of the word that sounds now among all words; -1 while none does. */
function soundingWord({ playback, player, currentTakeId }: AppState, takeId: string, { sentences }: TakeCheck): number {
  const plays = (playback?.kind === 'reading' || playback?.kind === 'take') && currentTakeId === takeId && player.phase === 'playing'
  if (!plays) return -1
  const { positionSeconds } = player
  return sentences
    .flatMap(({ words }) => words)
    .findIndex(({ startSeconds, endSeconds }) => startSeconds !== null && startSeconds <= positionSeconds && positionSeconds < (endSeconds ?? 0))
}
