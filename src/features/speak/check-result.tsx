import { memo, type ReactElement } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { VisuallyHidden } from '../../components/visually-hidden'
import { checkSummary, findingWording } from '../../shared/text/wording/english/checks'
import type { SavedTake } from '../../shared/protocol/records'
import type { CheckedWord, SentenceCheck, TakeCheck } from '../../shared/protocol/take-check'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'

/** What was heard in a take: in one sentence, and word by word, with the word that is playing marked. */
export function CheckResult({ take, check }: { readonly take: SavedTake; readonly check: TakeCheck }): ReactElement {
  const now = useApp(useShallow((state) => soundingWord(state, take, check)))
  const remarks = check.sentences.flatMap((sentence, index) =>
    remarksOn(sentence, index, check.sentences.length, take.sentences?.[index]?.choice !== undefined))
  return (
    <div className="check-result">
      <p className="check-result__summary" data-passed={remarks.length === 0}>
        {checkSummary(check)}
      </p>
      <p className="check-result__words" lang={take.language}>
        {check.sentences.map(({ words }, sentence) => (
          <Sentence key={sentence} words={words} sounding={sentence === now.sentence ? now.word : -1} />
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

/** Drawn again only when the word that is playing is or was one of its own: a long take has thousands. */
const Sentence = memo(function Sentence({ words, sounding }: { readonly words: readonly CheckedWord[]; readonly sounding: number }): ReactElement {
  return (
    <span>
      {words.map((word, index) => (
        <Word key={index} word={word} sounds={index === sounding} />
      ))}
    </span>
  )
})

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

const NOTHING_SOUNDS = { sentence: -1, word: -1 }

/** The word that is playing, as its place in its sentence. */
function soundingWord({ playback, player, currentTakeId }: AppState, take: SavedTake, { sentences }: TakeCheck): typeof NOTHING_SOUNDS {
  const plays = (playback?.kind === 'reading' || playback?.kind === 'take') && currentTakeId === take.id && player.phase === 'playing'
  if (!plays) return NOTHING_SOUNDS
  const { positionSeconds } = player
  const { sampleRate } = take
  // Takes of older versions are one sentence.
  const sentence = take.sentences ? take.sentences.findIndex(({ endSample }) => positionSeconds * sampleRate < endSample) : 0
  const word = (sentences[sentence]?.words ?? []).findIndex(
    ({ startSeconds, endSeconds }) => startSeconds !== null && startSeconds <= positionSeconds && positionSeconds < (endSeconds ?? 0),
  )
  return { sentence, word }
}
