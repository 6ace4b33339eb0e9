import { describe, expect, it, vi } from 'vitest'
import { createRandom } from '../../../../../src/shared/audio/random'
import type { TextWeights } from '../language-model/text-attention'
import { createChunkWords } from './chunk-words'
import { namedHeads } from './named-heads'
import { createTextFollower, followingScore, sharedWeights } from './text-follower'
import { tokenPath } from './word-path'

const TEXT = 'One of the guests paid nine dollars.'
/** A piece for each word but the last two, which are in two. */
const PIECES = [' One', ' of', ' the', ' guests', ' paid', ' ni', 'ne', ' doll', 'ars', '.']
const ids = PIECES.map((_, id) => id)
const tokenizer = { decode: (tokens: readonly number[]) => tokens.map((id) => PIECES[id]).join('').trim() }
/** Frames of each piece: what is planted. */
const LENGTHS = [3, 2, 1, 5, 4, 2, 3, 3, 4, 2]
const FRAME = 0.08

const random = createRandom(7)
const shares = (values: readonly number[]) => {
  const sum = values.reduce((a, b) => a + b, 0)
  return Float32Array.from(values, (value) => value / sum)
}
const noise = () => shares(PIECES.map(() => Math.exp(random.normal())))
/** A head that follows the text: most of its attention on the token that is said, now and then on another. */
const planted = LENGTHS.flatMap((length, token) => Array.from({ length }, (_, frame) =>
  shares(PIECES.map((_, other) => Math.exp(0.5 * random.normal()) * (other === (frame === 1 && token === 3 ? 8 : token) ? 20 : 1)))))
const frames = (rows: readonly Float32Array[]): TextWeights[][] => rows.map((weights) => [
  { layer: 0, head: 0, weights: noise() },
  { layer: 0, head: 1, weights: noise() },
  { layer: 1, head: 0, weights: shares(PIECES.map((_, token) => (token === 0 ? 50 : 1))) },
  { layer: 1, head: 1, weights },
])

describe('the head that follows the text', () => {
  it('is found among others, by what a whole chunk showed', () => {
    const follower = createTextFollower()
    expect(follower.heads()).toBe('all')
    follower.learn(frames(planted))
    expect(follower.heads()).toEqual([{ layer: 1, head: 1 }])
  })

  it('is found although another head gives what are no numbers', () => {
    const follower = createTextFollower()
    follower.learn(frames(planted).map(([first, ...others]) => [{ ...first!, weights: first!.weights.map(() => NaN) }, ...others]))
    expect(follower.heads()).toEqual([{ layer: 1, head: 1 }])
  })

  it('is none where no head goes through the text, and nothing is read any more after three chunks', () => {
    const follower = createTextFollower()
    for (let chunk = 0; chunk < 3; chunk++) {
      expect(follower.heads()).toBe('all')
      follower.learn(frames(planted.map(noise)))
    }
    expect(follower.heads()).toBeNull()
  })

  it('is the named one from the beginning, proven by the first chunk, and another one where that does not follow the text', () => {
    const keep = vi.fn()
    const right = createTextFollower([{ layer: 1, head: 1 }], { known: null, keep })
    expect([right.heads(), right.isProven()]).toEqual([[{ layer: 1, head: 1 }], false])
    right.learn(frames(planted).map(([, , , named]) => [named!]))
    expect([right.isProven(), keep.mock.calls]).toEqual([true, [[[{ layer: 1, head: 1 }]]]])
    const wrong = createTextFollower([{ layer: 0, head: 1 }])
    wrong.learn(frames(planted).map(([, named]) => [named!]))
    expect(wrong.heads()).toBe('all')
    wrong.learn(frames(planted))
    expect(wrong.heads()).toEqual([{ layer: 1, head: 1 }])
  })

  it('is remembered, and that there is none, too', () => {
    const keep = vi.fn()
    const none = createTextFollower([], { known: null, keep })
    for (let chunk = 0; chunk < 3; chunk++) none.learn(frames(planted.map(noise)))
    expect(keep.mock.calls).toEqual([[[]]])
    expect(createTextFollower([{ layer: 1, head: 1 }], { known: [], keep }).heads()).toBeNull()
    const known = createTextFollower([], { known: [{ layer: 0, head: 0 }], keep })
    expect([known.heads(), known.isProven()]).toEqual([[{ layer: 0, head: 0 }], true])
  })

  it('may be several, of which the mean counts', () => {
    const pair = [{ layer: 0, head: 0 }, { layer: 1, head: 1 }]
    const [first] = [[{ layer: 0, head: 0, weights: Float32Array.of(0, 1) }, { layer: 1, head: 1, weights: Float32Array.of(1, 0) }, { layer: 2, head: 2, weights: Float32Array.of(9, 9) }]]
    expect([...sharedWeights(first, pair)]).toEqual([0.5, 0.5])
    expect(sharedWeights([], pair)).toHaveLength(0)
  })

  it.each([
    ['pocket-tts-english-2026-04-int8', { layer: 3, head: 8 }],
    ['pocket-tts-french-24l-int8', { layer: 17, head: 13 }],
    ['pocket-tts-french-int8', { layer: 3, head: 9 }],
    ['pocket-tts-english-2m-refl-2026-10-int8', { layer: 5, head: 2 }],
    ['own-english_drifting_26-09', { layer: 2, head: 15 }],
    // Newer than the list.
    ['pocket-tts-english-2026-10-int8', undefined],
    ['pocket-tts-frenchman', undefined],
  ])('is known of %s by its name: %o', (packId, first) => {
    expect(namedHeads(packId)[0]).toEqual(first)
  })

  it('is not looked for in a chunk of a few frames', () => {
    const follower = createTextFollower()
    for (let chunk = 0; chunk < 5; chunk++) follower.learn(frames(planted.slice(0, 5)))
    expect(follower.heads()).toBe('all')
  })

  it('scores far above one that looks at a single token, at all alike, or runs back', () => {
    const others = [planted.map(() => shares(PIECES.map((_, token) => (token === 0 ? 50 : 1)))), planted.map(noise), planted.toReversed()]
    for (const other of others) expect(followingScore(planted)).toBeGreaterThan(2 * followingScore(other))
  })
})

it('never goes back, though a frame looks elsewhere', () => {
  const path = [...tokenPath(planted)]
  expect(path).toEqual([...path].sort((a, b) => a - b))
  expect(path).toEqual(LENGTHS.flatMap((length, token) => Array.from({ length }, () => token)))
})

describe('the words of a chunk', () => {
  const follower = createTextFollower()
  follower.learn(frames(planted))
  const spoken = (rows: readonly Float32Array[]) => {
    const words = createChunkWords({ text: TEXT, ids }, tokenizer, follower, FRAME)
    for (const weights of rows) words.note([{ layer: 1, head: 1, weights }])
    return words
  }

  it('have the planted times, punctuation with the word before it', () => {
    const words = spoken(planted).finish()!
    expect(words.map(({ text }) => text)).toEqual(TEXT.split(' '))
    const ends = [3, 5, 6, 11, 15, 20, 29]
    for (const [index, { startSeconds, endSeconds }] of words.entries()) {
      expect(startSeconds).toBeCloseTo(FRAME * (ends[index - 1] ?? 0), 9)
      expect(endSeconds).toBeCloseTo(FRAME * ends[index]!, 9)
    }
  })

  it('are told as far as they have been reached while the chunk is spoken', () => {
    expect(spoken(planted.slice(0, 8)).sofar()?.map(({ text }) => text)).toEqual(['One', 'of', 'the', 'guests'])
  })

  it('keep their number where one was left out: it takes no time', () => {
    const words = spoken(planted.filter((_, frame) => frame < 6 || frame >= 11)).finish()!
    expect(words).toHaveLength(7)
    expect(words[3]).toMatchObject({ text: 'guests', startSeconds: expect.closeTo(0.48, 9) as number, endSeconds: expect.closeTo(0.48, 9) as number })
    expect(words[4]?.startSeconds).toBeCloseTo(0.48, 9)
  })

  it('are missing where the model ended before them, and where only the last short one was not seen they are not', () => {
    expect(spoken(planted).missing()).toBeNull()
    expect(spoken(planted.slice(0, 20)).missing()).toBeNull()
    expect(spoken(planted.slice(0, 11)).missing()).toEqual({ index: 4, text: 'paid nine dollars.' })
    expect(createChunkWords({ text: TEXT, ids }, tokenizer, createTextFollower(), FRAME).missing()).toBeNull()
  })

  it('are told at the end of the very chunk in which the head was found, and never where there is none', () => {
    const fresh = createChunkWords({ text: TEXT, ids }, tokenizer, createTextFollower(), FRAME)
    for (const all of frames(planted)) fresh.note(all)
    expect(fresh.sofar()).toBeUndefined()
    expect(fresh.finish()).toHaveLength(7)
    const deaf = createChunkWords({ text: TEXT, ids }, tokenizer, createTextFollower(), FRAME)
    for (const all of frames(planted.map(noise))) deaf.note(all)
    expect(deaf.finish()).toBeUndefined()
  })
})
