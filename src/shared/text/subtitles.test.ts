import { describe, expect, it } from 'vitest'
import { cutCue, subtitles } from './subtitles'

const cues = [
  { text: 'Good\n\nmorning.', startSeconds: 0, endSeconds: 1.5 },
  { text: 'A < B & C', startSeconds: 3661.0004, endSeconds: 3662.9996 },
]

describe('SubRip', () => {
  it('numbers the cues and writes the hours', () => {
    expect(subtitles(cues, 'srt')).toBe(
      '1\r\n00:00:00,000 --> 00:00:01,500\r\nGood morning.\r\n\r\n2\r\n01:01:01,000 --> 01:01:03,000\r\nA < B & C\r\n',
    )
  })

  it('is empty where nothing was said', () => {
    expect(subtitles([], 'srt')).toBe('')
  })
})

describe('WebVTT', () => {
  it('begins with its name and spells out marks that it uses itself', () => {
    expect(subtitles(cues, 'vtt')).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nGood morning.\n\n01:01:01.000 --> 01:01:03.000\nA &lt; B &amp; C\n',
    )
  })

  it('puts each word behind its moment and leaves out moments that a player would refuse', () => {
    const words = [
      { text: 'One', startSeconds: 1 },
      { text: 'two', startSeconds: 1.4 },
      { text: 'three', startSeconds: 1.2 },
      { text: 'four', startSeconds: null },
      { text: 'five', startSeconds: 2 },
    ].map((word) => ({ ...word, endSeconds: null }))
    expect(subtitles([{ text: '', startSeconds: 1, endSeconds: 2, words }], 'vtt')).toContain(
      '\nOne <00:00:01.400>two three four five\n',
    )
  })
})

describe('a sentence as cues', () => {
  const timed = (text: string) => text.split(' ').map((word, index) => ({ text: word, startSeconds: index, endSeconds: index + 0.5 }))
  const long = 'The lighthouse keeper climbed the stairs every evening at dusk, lit the lamp, and wrote the weather down in a book that nobody read.'

  it('stays whole where its words have no times', () => {
    const cue = { text: long, startSeconds: 0, endSeconds: 30 }
    expect(cutCue(cue)).toEqual([cue])
    const words = [{ text: long, startSeconds: null, endSeconds: null }]
    expect(cutCue({ ...cue, words })).toEqual([{ ...cue, words }])
  })

  it('ends with its last word, not with the pause behind it', () => {
    expect(cutCue({ text: 'Go home.', startSeconds: 0, endSeconds: 9, words: timed('Go home.') })).toMatchObject([{ text: 'Go home.', startSeconds: 0, endSeconds: 1.5 }])
  })

  it('is cut at a clause’s end where it is too long for two lines, and loses no word', () => {
    const cut = cutCue({ text: long, startSeconds: 0, endSeconds: 30, words: timed(long) })
    expect(cut.map(({ text }) => text)).toEqual([
      'The lighthouse keeper climbed the stairs every evening at dusk,',
      'lit the lamp, and wrote the weather down in a book that nobody read.',
    ])
    expect(cut.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([[0, 10], [10, 23.5]])
  })
})
