import { describe, expect, it } from 'vitest'
import { spokenForm } from './spoken-form'

describe('written text made speakable', () => {
  it.each([
    ['Dr. Smith and Mrs. Lee', 'Doctor Smith and Missus Lee'],
    ['near St. Paul', 'near Saint Paul'],
    ['No. 7, etc.', 'number 7, et cetera'],
    ['$19.99', '19 dollars and 99 cents'],
    ['£1', '1 pound'],
    ['£2.01', '2 pounds and 1 penny'],
    ['€1,250', '1250 euros'],
    ['$3 million', '3 million dollars'],
    ['1,205 miles', '1205 miles'],
    ['pages 12-15', 'pages 12 to 15'],
    ['it’s  fine', "it's fine"],
    ['salt & pepper', 'salt and pepper'],
    ['the U.S. won at 3 p.m. today', 'the U S won at 3 P M today'],
    ['made in the U.K.', 'made in the U K.'],
    ['Great 👩‍👧 day 🎉!', 'Great day !'],
    ['fruit, e.g. apples', 'fruit, for example apples'],
  ])('%s → %s', (written, spoken) => {
    expect(spokenForm(written)).toBe(spoken)
  })

  it.each(['He said no.', 'I live on Main St.', 'version 1.2.3', 'well-known'])('leaves %s alone', (text) => {
    expect(spokenForm(text)).toBe(text)
  })
})
