import type { TimedWord } from '../../../../../src/shared/protocol/timed-word'
import type { GenerationEnd } from '../language-model/generation-loop'
import type { SoundInTheMaking } from '../sound-queue'
import type { PlannedChunk } from '../text/speech-plan'
import type { ChunkWords } from './chunk-words'

/** Speaks a chunk and lets its words be followed; `isWatched`: ends as 'astray' where the model does not say the text. */
export type SpeakFollowed = (chunk: PlannedChunk, words: ChunkWords, isWatched: boolean) => AsyncGenerator<SoundInTheMaking | null, GenerationEnd, undefined>

export interface WatchParts {
  readonly speak: SpeakFollowed
  readonly follow: (chunk: PlannedChunk) => ChunkWords
  /** A chunk of the words that are missing, to be spoken in place of the rest of one. */
  readonly planRest: (chunk: PlannedChunk, text: string) => PlannedChunk
}

/** A model that still leaves words out after this many new beginnings does so for a reason. */
const MOST_RESTARTS = 2

/**
 * Speaks a chunk and, where its attention shows that the model left words out, began to say some twice, or ended before the last ones, says
 * them again from there, behind what was said: random numbers go on, so that they come out otherwise, and the same seed makes the same of
 * all of it. Ends as the last of them ends. Yields and throws as `speak` does.
 */
export async function* speakWatched({ speak, follow, planRest }: WatchParts, chunk: PlannedChunk): AsyncGenerator<SoundInTheMaking | null, GenerationEnd, undefined> {
  let part = chunk
  let frames = 0
  let said: readonly TimedWord[] = []
  for (let restarts = 0; ; restarts++) {
    const words = follow(part)
    const before = said
    const startFrames = frames
    const isLast = restarts === MOST_RESTARTS
    const sounds = speak(part, words, !isLast)
    let isFirst = restarts > 0
    try {
      for (;;) {
        const next = await sounds.next()
        if (next.done) {
          const missing = next.value === 'astray' ? words.astray() : words.missing()
          if (next.value === 'runaway' || missing === null || isLast) return next.value
          // It said its last words twice: there is nothing behind them.
          if (missing.text === '') return 'ended'
          said = [...before, ...(words.sofar() ?? []).slice(0, missing.index).map(later(startFrames, words.frameSeconds))]
          part = planRest(part, missing.text)
          break
        }
        if (next.value === null) yield null
        else {
          const { words: known, ...sound } = next.value
          frames += sound.frames
          const all = known && [...before, ...known.map(later(startFrames, words.frameSeconds))]
          yield { ...sound, ...(all && { words: all }), ...(isFirst && { isAgain: true }) }
          isFirst = false
        }
      }
    } finally {
      await sounds.return('ended')
    }
  }
}

function later(frames: number, frameSeconds: number): (word: TimedWord) => TimedWord {
  const seconds = frames * frameSeconds
  return ({ text, startSeconds, endSeconds }) => ({ text, startSeconds: startSeconds + seconds, endSeconds: endSeconds + seconds })
}
