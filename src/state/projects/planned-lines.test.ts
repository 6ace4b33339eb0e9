import { expect, it } from 'vitest'
import { testVoice } from '#testing/state/fake-services'
import { sampleChapter, sampleProject } from '#testing/storage/sample-records'
import { withMood } from '../voice-library/moods'
import { plannedLines, type LineContext } from './planned-lines'

const project = sampleProject()
const chapter = sampleChapter()
const context: LineContext = { voices: [testVoice('ada'), testVoice('ben')], pronunciations: [] }
const keys = (changed: { project?: Partial<typeof project>; chapter?: Partial<typeof chapter>; context?: Partial<LineContext> }) =>
  plannedLines({ ...project, ...changed.project }, { ...chapter, ...changed.chapter }, { ...context, ...changed.context }).map(({ key }) => key)
const before = keys({})

it('asks for another sound of a sentence whose words changed, and of no other', () => {
  const after = keys({ chapter: { text: 'It was dark. The lamp was out.\n\nSo nobody came. Nobody came.' } })
  expect(after).toHaveLength(4)
  expect([after[0], after[3]]).toEqual([before[0], before[2]])
  expect(before).not.toContain(after[1])
})

it('asks for another sound where the voice, the engine, the settings or the language are others', () => {
  const settings = { ...project.settings, seed: 2 }
  const cast = project.cast.map((role) => ({ ...role, voiceId: 'ben' }))
  const learned = { ...testVoice('ada'), learned: { inUse: true, learnedAt: '2026', voice: { engineId: 'kokoro' as const, packKey: '', format: 1, data: new ArrayBuffer(0), summary: '' } } }
  for (const after of [keys({ project: { settings } }), keys({ project: { cast } }), keys({ project: { packId: 'other' } }), keys({ project: { language: 'en-GB' } }), keys({ context: { voices: [learned] } })]) {
    expect(before.filter((key) => after.includes(key))).toEqual([])
  }
})

it('asks for none where only the title or the order of chapters changed', () => {
  expect(keys({ project: { title: 'Another', chapterIds: [] }, chapter: { title: 'Two' } })).toEqual(before)
})

it('says other words, another version and another gap where a person chose that, and keeps the choice while words stay', () => {
  const choices = { '1 The lamp was lit.': { words: 'The lamp was bright.', gapSeconds: 2, version: 1 } }
  const text = `Well. ${chapter.text}`
  const line = plannedLines(project, { ...chapter, text, choices }, context)[2]
  expect(line).toMatchObject({ text: 'The lamp was lit.', spokenText: 'The lamp was bright.', gapSeconds: 2 })
  expect(before).not.toContain(line?.key)
})

it('says words as the person wants them, and asks for another sound of them alone', () => {
  const pronunciations = [{ written: 'lamp', spoken: 'lahmp', language: 'en' }]
  const after = keys({ context: { pronunciations } })
  expect(after[1]).not.toBe(before[1])
  expect([after[0], after[2]]).toEqual([before[0], before[2]])
})

it('says a mood of the voice, and a voice of the library by its name, where the text asks for them', () => {
  const { promptWav, promptSeconds, promptSha256 } = testVoice('excited')
  const ada = withMood(testVoice('ada'), { name: 'excited', promptWav, promptSeconds, promptSha256 })
  const text = '[mood: excited]It was lit.[/mood] [voice: ben]I saw it.[/voice] So it was.'
  const lines = plannedLines(project, { ...chapter, text }, { ...context, voices: [ada, testVoice('ben')] })
  expect(lines.map(({ voice }) => voice?.promptSha256)).toEqual(['sha-excited', 'sha-ben', 'sha-ada'])
})

it('asks for no other sound where the voice learned anew or is gone, once lines were made with it', () => {
  const voiceSounds = { ada: { '': 'sha-ada' } }
  const learned = { ...testVoice('ada'), learned: { inUse: true, learnedAt: '2026', voice: { engineId: 'kokoro' as const, packKey: '', format: 1, data: new ArrayBuffer(0), summary: '' } } }
  expect(keys({ project: { voiceSounds } })).toEqual(before)
  expect(keys({ project: { voiceSounds }, context: { voices: [learned] } })).toEqual(before)
  expect(keys({ project: { voiceSounds }, context: { voices: [] } })).toEqual(before)
  expect(keys({ project: { voiceSounds }, context: { voices: [learned, { ...testVoice('eve'), name: 'ben' }] } })).toEqual(before)
})

it('lets nobody else say what a voice of the cast said that is gone', () => {
  const cast = [...project.cast, { ...project.cast[0]!, name: 'ANNA', voiceId: 'ben' }]
  const voices = plannedLines({ ...project, cast }, { ...chapter, text: 'It was late.\n\nANNA: Who is there?' }, { ...context, voices: [testVoice('ada')] }).map(({ voice }) => voice?.id)
  expect(voices).toEqual(['ada', undefined])
})

it('says a line in the mood that a person chose for it', () => {
  const { promptWav, promptSeconds, promptSha256 } = testVoice('excited')
  const ada = withMood(testVoice('ada'), { name: 'excited', promptWav, promptSeconds, promptSha256 })
  const choices = { '1 It was dark.': { mood: 'excited' } }
  expect(plannedLines(project, { ...chapter, choices }, { ...context, voices: [ada] }).map(({ voice }) => voice?.promptSha256)).toEqual(['sha-excited', 'sha-ada', 'sha-ada'])
})

it('gives the same array again while nothing changed', () => {
  const lines = plannedLines(project, chapter, context)
  expect(plannedLines({ ...project, title: 'x' }, chapter, context)).toBe(lines)
})
