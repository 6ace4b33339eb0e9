import { describe, expect, it } from 'vitest'
import { bestCandidates, cutCandidates, ofOneVoice } from './part-selection'

const segment = (startSeconds: number, endSeconds: number, worth = 1) => ({ startSeconds, endSeconds, worth })
const times = (parts: readonly { startSeconds: number; endSeconds: number }[]) =>
  parts.map(({ startSeconds, endSeconds }) => [+startSeconds.toFixed(2), +endSeconds.toFixed(2)])

describe('cutCandidates', () => {
  it('has no use for less than two seconds', () => {
    expect(cutCandidates(0, 60, [segment(1, 2.5), segment(10, 11.9)])).toEqual([])
  })

  it('keeps sentences with a short pause together, up to six seconds, and a little quiet around them', () => {
    const candidates = cutCandidates(3, 60, [segment(1, 3), segment(3.4, 5), segment(5.3, 8), segment(20, 23)])
    expect(times(candidates)).toEqual([[0.9, 5.1], [5.2, 8.1], [19.9, 23.1]])
    expect(candidates.every(({ clip }) => clip === 3)).toBe(true)
  })

  it('cuts speech that never pauses into equal parts inside the recording', () => {
    expect(times(cutCandidates(0, 15, [segment(0, 15)]))).toEqual([[0, 5.1], [4.9, 10.1], [9.9, 15]])
  })

  it('rates what it joins by the length of its parts', () => {
    const [joined] = cutCandidates(0, 60, [segment(1, 2, 0), segment(2, 5, 1)])
    expect(joined!.worth).toBeCloseTo(0.75, 10)
  })
})

describe('bestCandidates', () => {
  it('takes the best that fit and puts them in the order of the recordings', () => {
    const candidate = (clip: number, start: number, length: number, worth: number) => ({ ...segment(start, start + length, worth), clip })
    const best = bestCandidates([candidate(1, 0, 5, 0.9), candidate(0, 0, 6, 0.5), candidate(0, 8, 4, 0.8), candidate(1, 9, 2, 0.4)], 12)
    expect(best.map(({ clip, worth }) => [clip, worth])).toEqual([[0, 0.8], [1, 0.9], [1, 0.4]])
  })
})

describe('ofOneVoice', () => {
  const him = Float32Array.of(1, 0)
  const her = Float32Array.of(0, 1)
  const heard = (length: number, voice: Float32Array, clip = 0) => ({ ...segment(0, length), clip, voice })

  it('has nothing to choose from nothing', () => {
    expect(ofOneVoice([], 0.5)).toEqual([])
  })

  it('keeps the voice that most of the speech is in, not the one of most stretches', () => {
    const candidates = [heard(2, him), heard(6, her), heard(2, him)]
    expect(ofOneVoice(candidates, 0.5)).toEqual([candidates[1]])
  })

  it('keeps the voice of the first recording, however much another person says in the next', () => {
    const candidates = [heard(2, him, 1), heard(6, her, 2), heard(3, him, 2), heard(6, her, 2)]
    expect(ofOneVoice(candidates, 0.5)).toEqual([candidates[0], candidates[2]])
  })

  it('keeps all of one voice', () => {
    const candidates = [heard(2, him), heard(3, Float32Array.of(0.8, 0.6)), heard(2, him)]
    expect(ofOneVoice(candidates, 0.5)).toEqual(candidates)
  })
})
