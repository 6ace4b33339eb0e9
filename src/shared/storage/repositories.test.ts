import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import type { PreparedVoice } from '../protocol/engine'
import { MynaError } from '../protocol/errors'
import { createDatabase, type Database } from './database'
import { createLearningRepository } from './learnings'
import { createPreparedVoiceRepository } from './prepared-voices'
import { createSettingsRepository } from './settings'
import { createTakeRepository } from './takes'
import { sampleTake, sampleVoice } from '#testing/storage/sample-records'
import { createVoiceRepository } from './voices'

let database: Database
beforeEach(() => {
  database = createDatabase(randomUUID())
})

const prepared = (packKey: string): PreparedVoice => ({
  engineId: 'kokoro',
  packKey,
  format: 1,
  data: new Uint8Array([1, 2, 3]).buffer,
  summary: 'a voice',
})
const ADA = 'a'.repeat(64)
const BEN = 'b'.repeat(64)

describe('kept voices', () => {
  it('says record-missing when a voice to rename is gone', async () => {
    await expect(createVoiceRepository(database).rename('nobody', 'x')).rejects.toMatchObject({ code: 'record-missing' })
  })

  it('lists what was saved, newest first, prompt and consent included', async () => {
    const voices = createVoiceRepository(database)
    const older = sampleVoice({ promptWav: new Uint8Array([1, 2]).buffer })
    const newer = sampleVoice({ id: 'voice-2', createdAt: '2026-02-01T00:00:00.000Z' })
    await voices.save(older)
    await voices.save(newer)
    expect(await voices.list()).toEqual([newer, older])
  })

  it('keeps a change of a voice, and touches nothing else', async () => {
    const voices = createVoiceRepository(database)
    await voices.save(sampleVoice())
    const transcript = { text: 'Ask not', language: 'en', edited: false }
    expect(await voices.change('voice-1', (voice) => ({ ...voice, transcript }))).toEqual(sampleVoice({ transcript }))
    expect(await voices.list()).toEqual([sampleVoice({ transcript })])
    await expect(voices.change('nobody', (voice) => voice)).rejects.toMatchObject({ code: 'record-missing' })
  })

  it('renames without touching anything else', async () => {
    const voices = createVoiceRepository(database)
    await voices.save(sampleVoice())
    expect(await voices.rename('voice-1', 'Grace')).toEqual(sampleVoice({ name: 'Grace' }))
    expect(await voices.list()).toEqual([sampleVoice({ name: 'Grace' })])
  })

  it('deletes what was prepared from the prompt, for all packs, and nothing of other voices', async () => {
    const voices = createVoiceRepository(database)
    const ready = createPreparedVoiceRepository(database)
    await voices.save(sampleVoice())
    await voices.save(sampleVoice({ id: 'voice-2', promptSha256: BEN }))
    await ready.write(ADA, prepared('one'))
    await ready.write(ADA, prepared('two'))
    await ready.write(BEN, prepared('one'))
    await voices.delete('voice-1')
    expect(await ready.read(ADA, 'one')).toBeNull()
    expect(await ready.read(ADA, 'two')).toBeNull()
    expect(await ready.read(BEN, 'one')).toEqual(prepared('one'))
  })

  it('keeps the prepared form while another voice has the same prompt', async () => {
    const voices = createVoiceRepository(database)
    const ready = createPreparedVoiceRepository(database)
    await voices.save(sampleVoice())
    await voices.save(sampleVoice({ id: 'twin' }))
    await ready.write(ADA, prepared('one'))
    await voices.delete('voice-1')
    expect(await ready.read(ADA, 'one')).toEqual(prepared('one'))
    await voices.delete('twin')
    expect(await ready.read(ADA, 'one')).toBeNull()
  })

  describe('with moods', () => {
    const { promptWav, promptSeconds } = sampleVoice()
    const moods = [{ name: 'excited', promptWav, promptSeconds, promptSha256: BEN }]

    it('come back as they were saved, and as they were changed', async () => {
      const voices = createVoiceRepository(database)
      await voices.save(sampleVoice({ moods }))
      expect(await voices.list()).toEqual([sampleVoice({ moods })])
      expect(await voices.change('voice-1', (voice) => ({ ...voice, moods: [] }))).toEqual(sampleVoice({ moods: [] }))
      expect(await voices.list()).toEqual([sampleVoice({ moods: [] })])
    })

    it('stay as they were where a change fails', async () => {
      const voices = createVoiceRepository(database)
      await voices.save(sampleVoice({ moods }))
      const fail = () => { throw new MynaError('mood-too-many') }
      await expect(voices.change('voice-1', fail)).rejects.toMatchObject({ code: 'mood-too-many' })
      await expect(voices.change('nobody', (voice) => voice)).rejects.toMatchObject({ code: 'record-missing' })
      expect(await voices.list()).toEqual([sampleVoice({ moods })])
    })

    it('keep what was prepared from a mood until it goes, or its voice does', async () => {
      const voices = createVoiceRepository(database)
      const ready = createPreparedVoiceRepository(database)
      await voices.save(sampleVoice({ moods }))
      await voices.save(sampleVoice({ id: 'twin', moods }))
      await ready.write(BEN, prepared('one'))
      await ready.write(ADA, prepared('one'))
      await voices.change('voice-1', (voice) => ({ ...voice, moods: [] }))
      expect(await ready.read(BEN, 'one')).toEqual(prepared('one'))
      await voices.delete('twin')
      expect(await ready.read(BEN, 'one')).toBeNull()
      expect(await ready.read(ADA, 'one')).toEqual(prepared('one'))
    })
  })

  it('does not mind deleting twice', async () => {
    await expect(createVoiceRepository(database).delete('nobody')).resolves.toBeUndefined()
  })
})

describe('prepared voices', () => {
  it('leaves no trace of a voice that was deleted while it was being prepared', async () => {
    const ready = createPreparedVoiceRepository(database)
    await ready.write(ADA, prepared('one'))
    expect(await ready.read(ADA, 'one')).toBeNull()
  })

  it('never gives a preparation for another pack', async () => {
    const ready = createPreparedVoiceRepository(database)
    await createVoiceRepository(database).save(sampleVoice())
    await ready.write(ADA, prepared('one'))
    expect(await ready.read(ADA, 'two')).toBeNull()
  })
})

describe('lessons', () => {
  const lesson = { voiceId: 'ada', packKey: 'starter', words: 'Ask not', steps: 24, heardQuarters: 1, state: null, former: null, best: null }

  it('are kept one of a voice, until they are done or the voice is deleted', async () => {
    const [voices, lessons] = [createVoiceRepository(database), createLearningRepository(database)]
    await lessons.write(lesson)
    expect(await lessons.list()).toEqual([])
    await voices.save(sampleVoice({ id: 'ada' }))
    await lessons.write(lesson)
    await lessons.write({ ...lesson, heardQuarters: 2 })
    expect(await lessons.list()).toEqual([{ ...lesson, heardQuarters: 2 }])
    await lessons.delete('ada')
    expect(await lessons.list()).toEqual([])
    await lessons.write(lesson)
    await voices.delete('ada')
    expect(await lessons.list()).toEqual([])
  })

  it('leave what was learned with the voice, which nothing else of it changes', async () => {
    const voices = createVoiceRepository(database)
    const voice = sampleVoice({ id: 'ada' })
    await voices.save(voice)
    const learned = { voice: prepared('starter'), learnedAt: '2026-01-02T03:04:05.000Z', inUse: true }
    await voices.setLearned('ada', learned)
    expect(await voices.list()).toEqual([{ ...voice, learned }])
  })
})

describe('takes', () => {
  it('says record-missing for the audio of a take that is gone', async () => {
    await expect(createTakeRepository(database).readSamples('gone')).rejects.toMatchObject({ code: 'record-missing' })
  })

  it('keeps neither entry nor audio when one of them cannot be stored', async () => {
    const takes = createTakeRepository(database)
    const uncloneable = { ...sampleTake(), text: (() => 'x') as unknown as string }
    await expect(takes.save(uncloneable, new Float32Array(3))).rejects.toMatchObject({ code: 'internal' })
    expect(await takes.list()).toEqual([])
    await expect(takes.readSamples('take-1')).rejects.toMatchObject({ code: 'record-missing' })
  })

  it('lists newest first and gives the audio back sample by sample', async () => {
    const takes = createTakeRepository(database)
    const newer = sampleTake({ id: 'take-2', createdAt: '2026-03-01T00:00:00.000Z' })
    await takes.save(newer, Float32Array.of(0.5, -0.25))
    await takes.save(sampleTake(), Float32Array.of(1, 0, -1))
    expect(await takes.list()).toEqual([newer, sampleTake()])
    expect(await takes.readSamples('take-2')).toEqual(Float32Array.of(0.5, -0.25))
  })

  it('stores a stretch of a larger buffer without the rest, and shared memory at all', async () => {
    const takes = createTakeRepository(database)
    await takes.save(sampleTake(), Float32Array.of(9, 1, 2, 9).subarray(1, 3))
    expect((await takes.readSamples('take-1')).buffer.byteLength).toBe(8)
    const shared = new Float32Array(new SharedArrayBuffer(8))
    shared.set([3, 4])
    await takes.save(sampleTake(), shared)
    expect(await takes.readSamples('take-1')).toEqual(Float32Array.of(3, 4))
  })

  it('writes nothing of a take that was deleted, and another sound of one that is there', async () => {
    const takes = createTakeRepository(database)
    await expect(takes.update(sampleTake(), Float32Array.of(1))).rejects.toMatchObject({ code: 'record-missing' })
    expect(await takes.list()).toEqual([])
    await expect(takes.readSamples('take-1')).rejects.toMatchObject({ code: 'record-missing' })
    await takes.save(sampleTake(), Float32Array.of(1))
    const known = sampleTake({ toldLikeness: 0.5 })
    await takes.update(known)
    expect(await takes.readSamples('take-1')).toEqual(Float32Array.of(1))
    await takes.update(known, Float32Array.of(2, 3))
    expect(await takes.list()).toEqual([known])
    expect(await takes.readSamples('take-1')).toEqual(Float32Array.of(2, 3))
  })

  it('deletes entry and audio together, one or all', async () => {
    const takes = createTakeRepository(database)
    for (const id of ['one', 'two', 'three']) await takes.save(sampleTake({ id }), new Float32Array(1))
    await takes.delete('two')
    await expect(takes.readSamples('two')).rejects.toMatchObject({ code: 'record-missing' })
    expect((await takes.list()).map(({ id }) => id).sort()).toEqual(['one', 'three'])
    await takes.deleteAll()
    expect(await takes.list()).toEqual([])
    await expect(takes.readSamples('one')).rejects.toMatchObject({ code: 'record-missing' })
  })
})

describe('settings', () => {
  it('makes one value of what two tabs change at once', async () => {
    const name = randomUUID()
    const add = (entry: string) =>
      createSettingsRepository(createDatabase(name)).change('list', (kept) => [...((kept ?? []) as string[]), entry])
    await Promise.all([add('one'), add('other')])
    expect(await createSettingsRepository(createDatabase(name)).read('list')).toEqual(['one', 'other'])
  })

  it('gives null for what was never written', async () => {
    expect(await createSettingsRepository(database).read('draft')).toBeNull()
  })

  it('survives a reload', async () => {
    const name = randomUUID()
    await createSettingsRepository(createDatabase(name)).write('draft', { text: 'Hello' })
    expect(await createSettingsRepository(createDatabase(name)).read('draft')).toEqual({ text: 'Hello' })
  })
})
