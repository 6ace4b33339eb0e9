import { memo, useRef, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { VisuallyHidden } from '../../components/visually-hidden'
import type { SavedTake, TakeScript } from '../../shared/protocol/records'
import type { SentenceCheck, TakeSentence } from '../../shared/protocol/take-check'
import { shownName } from '../../shared/text/shown-name'
import type { WrittenSentence } from '../../shared/text/written-words'
import type { AppState } from '../../state/app-state'
import { followedWords, NOWHERE, soundingAt, type FollowedWord, type SoundingPlace } from '../../state/speak/followed-words'
import { writtenSentences } from '../../state/speak/written-sentences'
import { useApp, useAppStore } from '../../state/use-app'
import { pointedWord } from './pointed-word'
import { holdsReading, shownTake } from './shown-reading'
import { useTextScroll } from './text-scroll'
import './reading-text.css'

/** What is read. */
interface ShownText {
  readonly takeId: string | null
  readonly language: string
  readonly sampleRate: number
  readonly sentences: readonly TakeSentence[]
  readonly checks: readonly SentenceCheck[] | undefined
  readonly ahead: readonly string[]
  /** What the person wrote of each sentence. */
  readonly written: readonly (WrittenSentence | null)[]
  readonly script?: TakeScript
}

const NOTHING_AHEAD: readonly string[] = []
/** The player reports ten times a second: half of that ahead is nearest to the ear on average. */
const LEAD_SECONDS = 0.05

/** The words of a reading: the one that sounds is lit, a click on one plays from there, and the text scrolls along. */
export function ReadingText(): ReactElement | null {
  const shown = useApp(useShallow(shownText))
  const place = useApp(useShallow((state) => soundingPlace(state, shown)))
  const hearFrom = useApp((state) => state.hearFrom)
  const store = useAppStore()
  const box = useRef<HTMLDivElement>(null)
  useTextScroll(box, place)
  if (!shown || !isWorthFollowing(shown)) return null
  const { takeId, language, sampleRate, sentences, checks, ahead, written } = shown

  const hear = (sentence: number, word: number) => {
    const spoken = sentences[sentence]
    if (!spoken) return
    const start = followedWords(spoken, checks?.[sentence], sampleRate, written[sentence])[word]?.startSeconds
    void hearFrom(takeId, start ?? spoken.startSample / sampleRate)
  }

  function onClick(event: MouseEvent): void {
    const pointed = pointedWord(event)
    // Whoever marks words to copy them wants no sound.
    if (pointed && (document.getSelection()?.isCollapsed ?? true)) hear(pointed.sentence, pointed.word)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const next = neighbour(shown, soundingPlace(store.getState(), shown), step)
    hear(next.sentence, next.word)
  }

  return (
    <div className="reading-text">
      {/* A group that takes the arrow keys; each word a button of its own would be a thousand stops for the Tab key. */}
      <div
        ref={box} className="reading-text__words" role="group" tabIndex={0} aria-label="The words of this reading" aria-keyshortcuts="ArrowLeft ArrowRight" lang={language}
        onClick={onClick} onKeyDown={onKeyDown}
      >
        {sentences.map((sentence, index) => (
          <Sentence
            key={index} index={index} sentence={sentence} check={checks?.[index]} sampleRate={sampleRate} speaker={newSpeaker(shown, index)}
            written={written[index] ?? null} word={index === place.sentence ? place.word : null}
          />
        ))}
        {ahead.length > 0 && <span className="reading-text__ahead">{ahead.map((said, index) => writtenText(written[sentences.length + index]) ?? said).join(' ')}</span>}
      </div>
      <p className="reading-text__hint">
        Choose a word to hear it from there.<span className="reading-text__keys"> The arrow keys go word by word.</span>
      </p>
    </div>
  )
}

interface SentenceProps {
  readonly index: number
  readonly sentence: TakeSentence
  readonly check: SentenceCheck | undefined
  readonly sampleRate: number
  readonly written: WrittenSentence | null
  /** Who begins to speak with it; null where nobody else does. */
  readonly speaker: string | null
  /** The word that sounds, -1 in a pause; null in a sentence that does not sound. */
  readonly word: number | null
}

/** Drawn again only when it changes or its words begin or cease to sound; words are elements only where one must be told apart. */
const Sentence = memo(function Sentence({ index, sentence, check, sampleRate, written, speaker, word }: SentenceProps): ReactElement {
  const isMarked = check?.words.some(({ verdict }) => verdict !== 'same') ?? false
  return (
    <>
      {speaker !== null && <span className="reading-text__speaker">{speaker}</span>}
      <span data-sentence={index} data-sounds={word !== null}>
        {word === null && !isMarked
          ? (writtenText(written) ?? sentence.text)
          : followedWords(sentence, check, sampleRate, written).map((followed, at) => <Word key={at} index={at} word={followed} sounds={at === word} />)}
      </span>{' '}
    </>
  )
})

function Word({ index, word: { text, heard }, sounds }: { readonly index: number; readonly word: FollowedWord; readonly sounds: boolean }): ReactElement {
  const heardAs = heard && (heard.heardAs === null ? 'not heard' : `heard as ${heard.heardAs}`)
  return (
    <>
      {index > 0 && ' '}
      <span data-word={index} data-sounds={sounds}>
        {heard && heard.verdict !== 'same' ? (
          <mark data-verdict={heard.verdict} title={heardAs}>
            {text}
            <VisuallyHidden> ({heardAs})</VisuallyHidden>
          </mark>
        ) : (
          text
        )}
      </span>
    </>
  )
}

function shownText(state: AppState): ShownText | null {
  const take = shownTake(state)
  if (take) {
    const { id, text, language, sampleRate, sampleCount, check, script } = take
    const sentences = take.sentences ?? wholeTake(text, sampleCount)
    return { takeId: id, language, sampleRate, sentences, checks: check?.sentences, ahead: NOTHING_AHEAD, written: writtenOf(take, sentences), ...(script && { script }) }
  }
  const { liveText } = state
  return liveText && holdsReading(state) ? { takeId: null, checks: undefined, ...liveText } : null
}

/** Of several voices, the one that a sentence begins with. */
function newSpeaker({ script, sentences }: ShownText, index: number): string | null {
  if (!script || script.voices.length < 2) return null
  const voiceOf = (sentence: TakeSentence | undefined) => (sentence?.passage === undefined ? undefined : script.passages[sentence.passage]?.voice)
  const voice = voiceOf(sentences[index])
  return voice === undefined || voice === voiceOf(sentences[index - 1]) ? null : shownName(script.voices[voice]?.voiceName ?? '')
}

const written = new WeakMap<readonly TakeSentence[], readonly (WrittenSentence | null)[]>()

/** What the person wrote of each sentence of a take: worked out once. */
function writtenOf({ text }: SavedTake, sentences: readonly TakeSentence[]): readonly (WrittenSentence | null)[] {
  const known = written.get(sentences) ?? writtenSentences(text, sentences.map((sentence) => sentence.text))
  written.set(sentences, known)
  return known
}

/** A sentence as the person wrote it, and null where that is not known. */
function writtenText(words: WrittenSentence | null | undefined): string | null {
  return words?.map(({ text }) => text).join(' ') ?? null
}

const wholeTakes = new Map<string, readonly TakeSentence[]>()

/** A take of an older version as one sentence: the same one every time that it is asked for. */
function wholeTake(text: string, endSample: number): readonly TakeSentence[] {
  const key = `${endSample} ${text}`
  const known = wholeTakes.get(key) ?? [{ text, startSample: 0, endSample }]
  wholeTakes.clear()
  wholeTakes.set(key, known)
  return known
}

/** One sentence without a time or a remark says no more than the person wrote. */
function isWorthFollowing({ sentences, checks, ahead }: ShownText): boolean {
  return sentences.length + ahead.length > 1 || checks !== undefined || sentences.some(({ words }) => words !== undefined)
}

function soundingPlace(state: AppState, shown: ShownText | null): SoundingPlace {
  const { player, currentTakeId } = state
  const isHeard = shown !== null && holdsReading(state) && currentTakeId === shown.takeId && (player.phase === 'playing' || player.phase === 'paused' || player.phase === 'banking')
  if (!isHeard) return NOWHERE
  const lead = player.phase === 'playing' ? LEAD_SECONDS : 0
  return soundingAt(shown.sentences, shown.checks, shown.sampleRate, player.positionSeconds + lead, shown.written)
}

/** The word before or behind a place, over the edges of sentences. */
function neighbour(shown: ShownText | null, { sentence, word }: SoundingPlace, step: 1 | -1): SoundingPlace {
  const countOf = (index: number) => {
    const spoken = shown?.sentences[index]
    return spoken ? followedWords(spoken, shown.checks?.[index], shown.sampleRate, shown.written[index]).length : 0
  }
  const from = Math.max(0, sentence)
  const next = word + step
  if (next >= 0 && next < countOf(from)) return { sentence: from, word: next }
  if (step === 1) return { sentence: Math.min(from + 1, (shown?.sentences.length ?? 1) - 1), word: 0 }
  return from === 0 ? { sentence: 0, word: 0 } : { sentence: from - 1, word: countOf(from - 1) - 1 }
}
