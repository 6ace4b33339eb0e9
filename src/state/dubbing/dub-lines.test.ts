import { expect, it } from 'vitest'
import { dubLines, dubMisfits, fittingPace } from './dub-lines'

const cue = (startSeconds: number, endSeconds: number, text: string) => ({ text, startSeconds, endSeconds })

it('takes what is said of cues, in the order of their times', () => {
  const cues = [cue(4, 6, '- Who is there?\n- Nobody.'), cue(1, 2, '[door slams]'), cue(2, 3.5, '♪ La la la ♪'), cue(3, 3.8, '[softly] Hello…')]
  expect(dubLines(cues)).toEqual([cue(3, 3.8, 'Hello…'), cue(4, 6, 'Who is there? Nobody.')])
})

it('makes a line faster or slower to fill its time, but no more than sounds like speech', () => {
  expect(fittingPace(2.2, 2)).toBeCloseTo(1.1)
  expect(fittingPace(1.8, 2)).toBeCloseTo(0.9)
  expect(fittingPace(9, 2)).toBe(1.25)
  expect(fittingPace(0.3, 2)).toBe(0.8)
  expect(fittingPace(1, -3)).toBe(1.25)
})

it('lists lines that make the next one late, or the end, and by how much', () => {
  const dub = { seconds: 6, lines: [cue(0, 2, 'one'), cue(2, 4, 'two'), cue(4, 6, 'three')] }
  const sentence = (startSample: number, endSample: number) => ({ text: '', startSample, endSample })
  const take = { dub, sampleRate: 100, sentences: [sentence(0, 205), sentence(205, 450), sentence(450, 700)] }
  expect(dubMisfits(take, dub)).toEqual([{ line: 1, overSeconds: 0.5 }, { line: 2, overSeconds: 1 }])
  expect(dubMisfits(take, { ...dub, seconds: 9 })).toBeNull()
  expect(dubMisfits({ sampleRate: 100, sentences: [] }, dub)).toBeNull()
})
