import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/shared/audio/random'
import { createWordWatch } from './word-watch'

/** Ten words, the third and the seventh of two tokens. */
const OWNERS = [0, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9]
const random = createRandom(11)

/** Attention that is mostly on one token, as noisy as a head's. */
function lookAt(token: number): Float32Array {
  const weights = OWNERS.map((_, other) => Math.exp(0.5 * random.normal()) * (other === token ? 25 : 1))
  const sum = weights.reduce((a, b) => a + b, 0)
  return Float32Array.from(weights, (weight) => weight / sum)
}

/** Some frames on each of the tokens, in their order; tells when the watch first said that something is wrong, and what. */
function say(tokens: readonly number[], framesEach = 3) {
  const watch = createWordWatch(OWNERS)
  let told: { readonly frame: number; readonly word: number } | null = null
  tokens.flatMap((token) => Array.from({ length: framesEach }, () => token)).forEach((token, frame) => {
    watch.note(lookAt(token))
    const word = watch.astray()
    if (word !== null) told ??= { frame, word }
  })
  return { watch, told: told as { readonly frame: number; readonly word: number } | null }
}
const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, i) => from + i)

describe('a watch over the words', () => {
  it.each([
    ['word by word', upTo(12)],
    ['with two short words unseen', [0, 1, 2, 3, 6, 7, 8, 9, 10, 11]],
    ['with a look back at what was just said', [0, 1, 2, 3, 4, 3, 5, 4, 6, 7, 8, 9, 10, 11]],
  ])('says nothing of a text that is said %s', (_, tokens) => {
    const { told, watch } = say(tokens)
    expect(told).toBeNull()
    expect([watch.skipped(), watch.reached()]).toEqual([null, 9])
  })

  it('tells half a second after several words were left out, and which is the first', () => {
    const { told, watch } = say([0, 1, 2, 3, 9, 10, 11])
    expect(told?.word).toBe(3)
    expect(told!.frame).toBeLessThanOrEqual(12 + 7)
    expect(watch.skipped()).toBe(3)
  })

  it('tells of words that are said for the second time, with the one that was to come', () => {
    const { told } = say([...upTo(8), 0, 1, 2, 3], 4)
    expect(told?.word).toBe(OWNERS[7]! + 1)
    expect(told!.frame).toBeLessThan(12 * 4)
  })

  it('tells of an ending that is said again: nothing comes behind it', () => {
    const { told } = say([...upTo(12), 3, 4, 5, 6], 4)
    expect(told?.word).toBe(10)
  })

  it('knows how far a text was said that ended early', () => {
    const { told, watch } = say(upTo(6))
    expect([told, watch.skipped(), watch.reached()]).toEqual([null, null, 4])
  })

  it('has nothing to say before the first frame', () => {
    const watch = createWordWatch(OWNERS)
    expect([watch.astray(), watch.skipped(), watch.reached()]).toEqual([null, null, -1])
  })
})
