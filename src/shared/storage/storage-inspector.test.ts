import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import { MynaError } from '../protocol/errors'
import { createDatabase, type Database } from './database'
import { createModelIndex } from './model-index'
import type { ModelPlace, PlacedFile } from './model-place'
import { createPreparedVoiceRepository } from './prepared-voices'
import { createSettingsRepository } from './settings'
import { createStorageInspector, type InspectedBrowser } from './storage-inspector'
import { createProjectRepository } from './projects'
import { createTakeRepository } from './takes'
import { sampleProject, sampleTake, sampleVoice } from '#testing/storage/sample-records'
import { createVoiceRepository } from './voices'

class ListedPlace implements ModelPlace {
  readonly name = 'opfs'
  files: PlacedFile[] = []
  read = () => Promise.resolve(null)
  list = () => Promise.resolve(this.files)
  delete = (packId: string, path: string) => {
    this.files = this.files.filter((file) => file.packId !== packId || file.path !== path)
    return Promise.resolve()
  }
}

let database: Database
let place: ListedPlace
let busy: string[]
let announcements: number
let compiledBytes: number

beforeEach(async () => {
  database = createDatabase(randomUUID())
  place = new ListedPlace()
  busy = []
  announcements = 0
  compiledBytes = 12
  place.files = [
    { packId: 'a', path: 'whole.onnx', sizeBytes: 100 },
    { packId: 'a', path: 'half.onnx', sizeBytes: 30 },
    { packId: 'b', path: 'half.onnx', sizeBytes: 7 },
  ]
  const figures = { sizeBytes: 100, sha256: 'f'.repeat(64) }
  await createModelIndex(database).write({ packId: 'a', path: 'whole.onnx', place: 'opfs', ...figures })
  // Learned figures of a file whose bytes are not here: vouches for nothing.
  await createModelIndex(database).write({ packId: 'a', path: 'half.onnx', place: null, ...figures })
})

const inspector = (change: Partial<InspectedBrowser> = {}) =>
  createStorageInspector(database, {
    places: () => Promise.resolve([place]),
    compiled: {
      sizeBytes: () => Promise.resolve(compiledBytes),
      erase: () => Promise.resolve(void (compiledBytes = 0)),
    },
    estimate: () => Promise.resolve({ usage: 1000, quota: 5000 }),
    keeps: () => Promise.resolve(true),
    persisted: () => Promise.resolve(false),
    persist: () => Promise.resolve(true),
    withPackLock: (packId, act) =>
      busy.includes(packId) ? Promise.reject(new MynaError('busy-elsewhere')) : act(),
    announceModelChange: () => {
      announcements += 1
    },
    eraseExports: () => Promise.resolve(),
    ...change,
  })

describe('the storage inspector', () => {
  it.each(['a', 'b'])('refuses to erase while another tab is writing files of pack %s, before anything is lost', async (pack) => {
    await createVoiceRepository(database).save(sampleVoice())
    busy = [pack]
    await expect(inspector().eraseAll()).rejects.toMatchObject({ code: 'busy-elsewhere' })
    expect(await createVoiceRepository(database).list()).toHaveLength(1)
    expect([place.files.length, compiledBytes]).toEqual([3, 12])
  })

  it('says storage-unavailable when the browser refuses to look', async () => {
    const refused = inspector({ estimate: () => Promise.reject(new DOMException('private', 'SecurityError')) })
    await expect(refused.report()).rejects.toMatchObject({ code: 'storage-unavailable' })
  })

  it('reports null where the browser gives no figures', async () => {
    const report = await inspector({ estimate: () => Promise.resolve({}) }).report()
    expect(report).toMatchObject({ usedBytes: null, quotaBytes: null })
  })

  it('counts what is kept, partial downloads apart from whole models', async () => {
    await createVoiceRepository(database).save(sampleVoice({ promptWav: new ArrayBuffer(40) }))
    const voice = { engineId: 'kokoro', packKey: 'k', format: 1, data: new ArrayBuffer(5), summary: '' } as const
    await createPreparedVoiceRepository(database).write('a'.repeat(64), voice)
    await createTakeRepository(database).save(sampleTake({ sampleCount: 10 }), new Float32Array(10))
    const projects = createProjectRepository(database)
    await projects.create(sampleProject(), [])
    await projects.keepLine({ projectId: 'project-1', key: 'a', sampleRate: 24_000, sampleCount: 3, wallMs: 1 }, null)
    expect(await inspector().report()).toEqual({
      voicesBytes: 45,
      voicesCount: 1,
      takesBytes: 40,
      takesCount: 1,
      projectsBytes: 6,
      projectsCount: 1,
      votesCount: 0,
      modelsBytes: 100,
      partialDownloadsBytes: 37,
      compiledBytes: 12,
      usedBytes: 1000,
      quotaBytes: 5000,
      keeps: true, keepsModels: true,
      persisted: false,
    })
  })

  it('frees partial downloads only, and leaves the one in progress', async () => {
    busy = ['b']
    await inspector().freePartialDownloads()
    expect(place.files.map(({ packId, path }) => `${packId}/${path}`)).toEqual(['a/whole.onnx', 'b/half.onnx'])
    expect(announcements).toBe(1)
  })

  it('leaves a file that was completed while its pack was waited for', async () => {
    const withPackLock: InspectedBrowser['withPackLock'] = async (_packId, act) => {
      await createModelIndex(database).write({ packId: 'b', path: 'half.onnx', place: 'opfs', sizeBytes: 7, sha256: 'e'.repeat(64) })
      return act()
    }
    await inspector({ withPackLock }).freePartialDownloads()
    expect(place.files.map(({ packId, path }) => `${packId}/${path}`)).toEqual(['a/whole.onnx', 'b/half.onnx'])
  })

  it('frees what was compiled, and nothing else', async () => {
    await inspector().freeCompiledGraphs()
    expect(compiledBytes).toBe(0)
    expect(place.files).toHaveLength(3)
  })

  it('erases everything', async () => {
    await createVoiceRepository(database).save(sampleVoice())
    await createTakeRepository(database).save(sampleTake(), new Float32Array(1))
    await createSettingsRepository(database).write('draft', 'text')
    await inspector().eraseAll()
    expect(place.files).toEqual([])
    expect(compiledBytes).toBe(0)
    expect(await createVoiceRepository(database).list()).toEqual([])
    expect(await createTakeRepository(database).list()).toEqual([])
    expect(await createSettingsRepository(database).read('draft')).toBeNull()
    expect(await createModelIndex(database).allRecords()).toEqual([])
    expect(announcements).toBe(1)
  })
})
