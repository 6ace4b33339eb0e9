import { describe, expect, it } from 'vitest'
import { phonemeIds, withBoundaries } from '../vocabulary'
import { strangeWord } from './word-check'

const text = 'We feel some real doubt.'
const ids = withBoundaries(phonemeIds('wi fil sʌm ɹil dWt.'))
/** Signs of the words, and the frames of each. */
function sentence(distances: readonly number[], frames = 4) {
  const isSound = (id: number) => id > 16
  const durations = Int32Array.from(ids, (id) => (isSound(id) ? frames : 1))
  let word = -1
  const windows = ids.flatMap((id, i) => {
    if (isSound(id) && !isSound(ids[i - 1] ?? 0)) word += 1
    return Array.from({ length: 2 * (durations[i] ?? 0) }, () => (isSound(id) ? (distances[word] ?? NaN) : 2))
  })
  return { text, ids, durations, distances: Float32Array.from(windows) }
}

describe('the words of a recording', () => {
  it.each([
    ['near', [0.3, 0.4, 0.5, 0.4, 0.3]],
    ['far, as of an accent or a room', [0.6, 0.7, 0.65, 0.6, 0.7]],
    ['near but for the end, which echoes', [0.3, 0.4, 0.4, 0.3, 0.9]],
  ])('may be right where they are %s', (_, distances) => {
    expect(strangeWord(sentence(distances))).toBeNull()
  })

  it('are wrong at the one that is much further than the others', () => {
    expect(strangeWord(sentence([0.3, 0.4, 0.4, 0.82, 0.3]))).toBe('real')
    expect(strangeWord(sentence([0.3, 0.82, 0.4, 0.4, 0.3]))).toBe('feel')
  })

  it('are not judged by one that is too short to tell', () => {
    expect(strangeWord(sentence([0.3, 0.4, 0.4, 0.82, 0.3], 2))).toBeNull()
  })

  it('are others where all are far, and the farthest is named, without its marks', () => {
    expect(strangeWord(sentence([0.7, 0.7, 0.95, 0.7, 0.7]))).toBe('some')
    expect(strangeWord(sentence([0.7, 0.75, 0.8, 0.8, 0.9]))).toBe('doubt')
  })
})
