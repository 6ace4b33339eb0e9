import { expect, it } from 'vitest'
import type { SoundInTheMaking } from '../sound-queue'
import type { PlannedChunk } from '../text/speech-plan'
import type { GenerationEnd } from '../language-model/generation-loop'
import type { ChunkWords, LostWords } from './chunk-words'
import { speakWatched } from './watched-chunk'

const TEXT = 'One of the guests paid nine dollars.'
const chunk: PlannedChunk = { text: TEXT, ids: [], framesAfterEnd: 3, maxFrames: 99, estimatedSeconds: 3, pauseSeconds: 0, cutsWord: false }

/** A model that says so many words at each beginning, a tenth of a second each in a block of one frame. */
function speaking(reached: number[], end: GenerationEnd = 'ended', lost: LostWords | null = null) {
  const spoken: string[] = []
  const follow = ({ text }: PlannedChunk): ChunkWords => {
    const texts = text.split(' ')
    const count = reached[spoken.length] ?? texts.length
    const words = texts.slice(0, count).map((word, index) => ({ text: word, startSeconds: index / 10, endSeconds: (index + 1) / 10 }))
    return {
      heads: [], frameSeconds: 0.1, note: () => undefined, sofar: () => words, finish: () => words, astray: () => lost,
      missing: () => (count <= texts.length - 2 ? { index: count, text: texts.slice(count).join(' ') } : null),
    }
  }
  async function* speak(part: PlannedChunk, words: ChunkWords, isWatched: boolean): AsyncGenerator<SoundInTheMaking | null, GenerationEnd, undefined> {
    await Promise.resolve()
    spoken.push(part.text)
    yield null
    const known = words.finish()
    yield { frames: known?.length ?? 0, samples: Promise.resolve(new Float32Array(1)), ...(known && { words: known }) }
    return end === 'astray' && !isWatched ? 'ended' : end
  }
  const planRest = (part: PlannedChunk, text: string) => ({ ...part, text })
  return { spoken, parts: { speak, follow, planRest } }
}

async function run({ parts }: ReturnType<typeof speaking>) {
  const sounds: SoundInTheMaking[] = []
  const watched = speakWatched(parts, chunk)
  for (;;) {
    const next = await watched.next()
    if (next.done) return { sounds, end: next.value }
    if (next.value) sounds.push(next.value)
  }
}

it('speaks a chunk once that was said to its end, or to its last word but one', async () => {
  for (const count of [7, 6]) {
    const model = speaking([count])
    const { sounds } = await run(model)
    expect(model.spoken).toEqual([TEXT])
    expect(sounds.map(({ isAgain }) => isAgain)).toEqual([undefined])
  }
})

it('speaks the words again that an early end left out, behind what was said, and says so', async () => {
  const model = speaking([4])
  const { sounds, end } = await run(model)
  expect(model.spoken).toEqual([TEXT, 'paid nine dollars.'])
  expect(sounds.map(({ isAgain }) => isAgain)).toEqual([undefined, true])
  expect(end).toBe('ended')
  const words = sounds.at(-1)!.words!
  expect(words.map(({ text }) => text).join(' ')).toBe(TEXT)
  expect(words.map(({ startSeconds }) => Math.round(10 * startSeconds))).toEqual([0, 1, 2, 3, 4, 5, 6])
})

it('gives up after two new beginnings, and at once where the model never ends', async () => {
  const stubborn = speaking([1, 1, 1, 1])
  await run(stubborn)
  expect(stubborn.spoken).toHaveLength(3)
  const endless = speaking([1], 'runaway')
  expect((await run(endless)).end).toBe('runaway')
  expect(endless.spoken).toHaveLength(1)
})

it('speaks from the first word again that was left out, drops what was told of those behind it, and lets the last new beginning end', async () => {
  const model = speaking([6, 6, 6], 'astray', { index: 3, text: 'guests paid nine dollars.' })
  const { sounds, end } = await run(model)
  expect(model.spoken).toEqual([TEXT, 'guests paid nine dollars.', 'guests paid nine dollars.'])
  expect(sounds[1]?.words?.slice(0, 4).map(({ text, startSeconds }) => [text, startSeconds])).toEqual([['One', 0], ['of', 0.1], ['the', 0.2], ['guests', expect.closeTo(0.6, 9)]])
  expect(end).toBe('ended')
})

it('ends where the last words were said twice', async () => {
  const model = speaking([7], 'astray', { index: 7, text: '' })
  expect((await run(model)).end).toBe('ended')
  expect(model.spoken).toEqual([TEXT])
})
