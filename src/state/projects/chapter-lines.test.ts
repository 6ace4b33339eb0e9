import { expect, it } from 'vitest'
import { PLAIN_PROSODY } from '../../shared/protocol/script'
import { linesOfText, withLineMoved } from './chapter-lines'

const cast = ['', 'ANNA'].map((name) => ({ name, voiceId: 'x', prosody: PLAIN_PROSODY }))
const lines = (text: string) => linesOfText(text, 'en-US', cast)

it('makes a line of each sentence, with more silence between paragraphs', () => {
  expect(lines('It was dark. The lamp was lit.\n\nNobody came.')).toMatchObject([
    { text: 'It was dark.', usualGapSeconds: 0 },
    { text: 'The lamp was lit.', usualGapSeconds: 0.3 },
    { text: 'Nobody came.', usualGapSeconds: 0.7 },
  ])
})

it('knows a sentence again after an edit before it, and tells the same words apart', () => {
  const [, ...later] = lines('One. Yes. Two. Yes.').map(({ name }) => name)
  expect(lines('Zero, or one. Yes. Two. Yes.').map(({ name }) => name).slice(1)).toEqual(later)
  expect(new Set(later).size).toBe(3)
})

it('takes a pause that the text asks for as the silence before the next line', () => {
  expect(lines('One. [pause 2s] Two [pause 1s] and three.\n\n[pause 1s]\n\n[pause 500ms]\n\nFour.')).toMatchObject([
    { text: 'One.', askedGapSeconds: null },
    { text: 'Two', askedGapSeconds: 2 },
    { text: 'and three.', askedGapSeconds: 1 },
    { text: 'Four.', askedGapSeconds: 1.5 },
  ])
  expect(lines('[pause 1s] [pause 1s] One.')).toMatchObject([{ text: 'One.', askedGapSeconds: 2, usualGapSeconds: 0 }])
})

it('has no line where nothing can be said', () => {
  expect(lines('* * *\n\n[pause]')).toEqual([])
})

it('moves a line past its neighbour in the text, and leaves paragraphs and pauses where they are', () => {
  const text = 'One. [pause 1s] Two.\n\nThree. Three.'
  const move = (index: number, by: -1 | 1) => withLineMoved(text, lines(text), index, by)
  expect(move(0, 1)).toBe('Two. [pause 1s] One.\n\nThree. Three.')
  expect(move(2, -1)).toBe('One. [pause 1s] Three.\n\nTwo. Three.')
  expect(move(3, -1)).toBe(text)
  expect(move(0, -1)).toBeNull()
  expect(move(3, 1)).toBeNull()
})

it('moves no line to where somebody else speaks', () => {
  const [one, two] = lines('One. Two.')
  expect(withLineMoved('One. Two.', [one!, { ...two!, speaker: 'ANNA' }], 0, 1)).toBeNull()
})

it('lets somebody of the cast say the lines behind their name, and says no name', () => {
  expect(lines('It was late.\n\nANNA: Who is there? Come in.\n\nNobody came.')).toMatchObject([
    { text: 'It was late.', speaker: '' },
    { text: 'Who is there?', speaker: 'ANNA', usualGapSeconds: 0.7 },
    { text: 'Come in.', speaker: 'ANNA' },
    { text: 'Nobody came.', speaker: '', usualGapSeconds: 0.7 },
  ])
})

it('says what is marked in its way, and no mark', () => {
  const [before, marked] = lines('Quiet now. [pace: 0.8]Very slowly.[/pace]')
  expect(before).toMatchObject({ text: 'Quiet now.', prosody: PLAIN_PROSODY })
  expect(marked).toMatchObject({ text: 'Very slowly.', prosody: { pace: 0.8 } })
})
