import { describe, expect, it } from 'vitest'
import { checkSentence, isBetter } from './sentence-check'
import { buzz, SAMPLE_RATE } from '#testing/state/fake-services'

/** Two seconds of bursts that die away: the usual length of the text below. */
const samples = Float32Array.from([...buzz(2).samples, ...new Float32Array(SAMPLE_RATE / 4)])
const TEXT = 'one two three four five six'

function check(heardText: string, text = TEXT, sound = samples) {
  const words = heardText.split(' ').filter((word) => word !== '').map((word, index) => ({ text: word, startSeconds: index, endSeconds: index + 0.5 }))
  const heard = { text: heardText, language: 'en', words }
  return checkSentence({ text, samples: sound, sampleRate: SAMPLE_RATE, pace: 1, startSeconds: 10, heard, sayWord: (word) => word })
}

describe('a sentence fails', () => {
  it.each([
    ['when several words differ', 'one too tree four five six', ['words-differ']],
    ['when its end is missing', 'one two three four five', ['ending-missing']],
    ['when its end is said twice', 'one two three four five six five six', ['words-differ', 'ending-repeated']],
    ['when nothing is heard', '', ['words-differ', 'ending-missing']],
  ])('%s', (_, heard, findings) => {
    expect(check(heard).findings).toEqual(findings)
  })

  it('when half of very few words differ', () => {
    expect(check('good bye', 'good day').findings).toEqual(['words-differ'])
  })

  it('when there is no sound, whatever the transcriber made up', () => {
    expect(check('one two three four five six', TEXT, new Float32Array(SAMPLE_RATE)).findings).toEqual(['no-sound'])
  })
})

it('passes a sentence with one odd word', () => {
  expect(check('one two three for five six').findings).toEqual([])
})

it('gives the time of each word in the take and none for a word that was not heard', () => {
  const times = check('one three four five six').words.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])
  expect(times).toEqual([[10, 10.5], [null, null], [11, 11.5], [12, 12.5], [13, 13.5], [14, 14.5]])
})

describe('the better of two readings', () => {
  const right = check(TEXT)
  const odd = check('one two three for five six')
  const wrong = check('one too tree four five six')
  it.each([
    ['one without findings', right, wrong, true],
    ['one with fewer differing words', right, odd, true],
    ['not the same again', odd, odd, false],
    ['not a worse one', wrong, right, false],
  ])('is %s', (_, candidate, than, better) => {
    expect(isBetter(candidate, than)).toBe(better)
  })
})
