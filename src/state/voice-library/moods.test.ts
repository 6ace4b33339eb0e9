import { describe, expect, it } from 'vitest'
import type { SavedVoice, VoiceMood } from '../../shared/protocol/records'
import { testVoice } from '#testing/state/fake-services'
import { inMood, isLearnedFrom, MOST_MOODS, withMood, withMoodRenamed, withoutMood, withPrompt } from './moods'

const mood = (name: string): VoiceMood => {
  const { promptWav, promptSeconds, promptSha256 } = testVoice(name)
  return { name, promptWav, promptSeconds, promptSha256 }
}
const prepared = { engineId: 'kokoro', packKey: 'one', format: 2, data: new ArrayBuffer(0), summary: '' } as const
const learned = { voice: prepared, learnedAt: '2026-01-02T03:04:05.000Z', inUse: true }
const transcript = { text: 'Ask not', language: 'en', edited: false }
const ada: SavedVoice = { ...withMood(withMood(testVoice('ada'), mood('excited')), mood('whisper')), isCleaned: true, transcript, learned }

describe('a voice in a mood', () => {
  it('is nobody where it has no such mood', () => {
    expect(inMood(ada, 'sad')).toBeNull()
    expect(withPrompt(ada, 'sha-sad')).toBeNull()
  })

  it('has the prompt of that mood, and nothing else of the one that it has by default', () => {
    const excited = inMood(ada, ' Excited')
    expect(excited).toMatchObject({ id: 'ada', promptSha256: 'sha-excited', moodName: 'excited', consent: ada.consent })
    expect(excited).not.toHaveProperty('transcript')
    expect(excited).not.toHaveProperty('isCleaned')
  })

  it('is itself in the mood that it has by default, whatever that is called', () => {
    expect(inMood(ada, 'usual')).toBe(ada)
    expect(inMood({ ...ada, moodName: 'calm' }, 'calm')).toMatchObject({ promptSha256: 'sha-ada' })
    expect(inMood({ ...ada, moodName: 'calm' }, 'usual')).toBeNull()
    expect(withPrompt(ada, 'sha-ada')).toBe(ada)
  })

  it('comes back as it was, and knows all the time what was learned from which recording', () => {
    const excited = inMood(ada, 'excited')!
    expect(excited.moods?.find(({ name }) => name === 'usual')).toMatchObject({ promptSha256: 'sha-ada', isCleaned: true, transcript })
    expect(isLearnedFrom(excited, excited.moods![0]!)).toBe(true)
    expect(inMood(inMood(excited, 'whisper')!, 'usual')).toEqual({ ...ada, moodName: 'usual', learned: { ...learned, promptSha256: 'sha-ada' }, moods: expect.anything() as unknown })
  })
})

describe('the moods of a voice', () => {
  it.each([['', 'empty'], ['a[b', 'brackets'], ['EXCITED ', 'taken'], ['usual', 'taken']])('has none called “%s”, which is %s', (name, problem) => {
    expect(() => withMood(ada, mood(name))).toThrow(problem)
    expect(() => withMoodRenamed(ada, 'whisper', name)).toThrow(problem)
  })

  it('has no recording twice, and no more than can be exported', () => {
    expect(() => withMood(ada, { ...mood('excited'), name: 'other' })).toThrow('mood-kept-already')
    const many = Array.from({ length: MOST_MOODS }, (_, i) => mood(`mood ${i}`)).reduce(withMood, testVoice('ada'))
    expect(() => withMood(many, mood('one too many'))).toThrow('mood-too-many')
  })

  it('is renamed, the one that it has by default, too, and may get other capitals', () => {
    expect(withMoodRenamed(ada, 'usual', ' calm ').moodName).toBe('calm')
    expect(withMoodRenamed(ada, 'excited', 'Excited').moods?.map(({ name }) => name)).toEqual(['Excited', 'whisper'])
    expect(() => withMoodRenamed(ada, 'sad', 'sadder')).toThrow('record-missing')
  })

  it('loses one, with what was learned from that alone', () => {
    expect(withoutMood(ada, 'excited')).toMatchObject({ moods: [{ name: 'whisper' }], learned })
    expect(withoutMood(inMood(ada, 'excited')!, 'usual')).not.toHaveProperty('learned')
    expect(() => withoutMood(ada, 'usual')).toThrow('record-missing')
  })
})
