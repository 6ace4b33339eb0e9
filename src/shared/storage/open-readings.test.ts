import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { openDB } from 'idb'
import { beforeEach, expect, it } from 'vitest'
import type { TakePiece } from '../protocol/records'
import { createDatabase, type Database } from './database'
import { createOpenReadingRepository } from './open-readings'
import type { OpenReadingRepository, TakeRepository } from './services'
import { createTakeRepository } from './takes'
import { sampleOpenReading, sampleTake } from '#testing/storage/sample-records'

let database: Database
let readings: OpenReadingRepository
let takes: TakeRepository
beforeEach(() => {
  database = createDatabase(randomUUID())
  readings = createOpenReadingRepository(database)
  takes = createTakeRepository(database)
})

const piece = (index: number, samples: readonly number[], takeId = 'take-1'): TakePiece => ({
  takeId,
  index,
  samples: Float32Array.from(samples),
  wallMs: 1,
  stages: [],
})

it('keeps no sentence of a reading that is gone: everything may have been erased meanwhile', async () => {
  await expect(readings.addPiece(piece(0, [1]))).rejects.toMatchObject({ code: 'record-missing' })
  await expect(readings.close(sampleTake())).rejects.toMatchObject({ code: 'record-missing' })
  expect(await takes.list()).toEqual([])
})

it('is no take before it is closed, and one with all its sentences in order afterwards', async () => {
  await readings.begin(sampleOpenReading('take-1'))
  for (const index of [10, 2, 0]) await readings.addPiece(piece(index, [index, index + 0.5]))
  expect(await takes.list()).toEqual([])
  expect(await readings.countPieces('take-1')).toBe(3)
  await readings.close(sampleTake())
  expect(await takes.list()).toEqual([sampleTake()])
  expect(await takes.readSamples('take-1')).toEqual(Float32Array.of(0, 0.5, 2, 2.5, 10, 10.5))
  expect(await readings.list()).toEqual([])
  expect(await readings.countPieces('take-1')).toBeNull()
})

it('gives the sentences of one reading back sample by sample, none of another', async () => {
  await readings.begin(sampleOpenReading('one'))
  await readings.begin(sampleOpenReading('one more'))
  await readings.addPiece(piece(0, [1, 2], 'one'))
  await readings.addPiece(piece(0, [3], 'one more'))
  expect(await readings.readPieces('one')).toEqual([piece(0, [1, 2], 'one')])
})

it('deletes a reading with its sound, but nothing of what has become a take', async () => {
  for (const id of ['left', 'done']) {
    await readings.begin(sampleOpenReading(id))
    await readings.addPiece(piece(0, [1], id))
  }
  await readings.close(sampleTake({ id: 'done' }))
  for (const id of ['left', 'done', 'never was']) await readings.discard(id)
  expect(await readings.readPieces('left')).toEqual([])
  expect(await takes.readSamples('done')).toEqual(Float32Array.of(1))
})

it('outlives the deletion of the whole history', async () => {
  for (const id of ['open', 'done']) {
    await readings.begin(sampleOpenReading(id))
    await readings.addPiece(piece(0, [1], id))
  }
  await readings.close(sampleTake({ id: 'done' }))
  await takes.deleteAll()
  await expect(takes.readSamples('done')).rejects.toMatchObject({ code: 'record-missing' })
  expect(await readings.countPieces('open')).toBe(1)
})

it('gives its place to another sound of the take', async () => {
  await readings.begin(sampleOpenReading('take-1'))
  await readings.addPiece(piece(0, [1, 2, 3]))
  await readings.close(sampleTake())
  await takes.update(sampleTake({ sampleCount: 1 }), Float32Array.of(9))
  expect(await takes.readSamples('take-1')).toEqual(Float32Array.of(9))
  expect(await readings.readPieces('take-1')).toEqual([])
})

it('lets new facts of a take leave its sound alone, and makes no take out of them', async () => {
  await readings.begin(sampleOpenReading('take-1'))
  await readings.addPiece(piece(0, [1]))
  await expect(takes.update(sampleTake())).rejects.toMatchObject({ code: 'record-missing' })
  await readings.close(sampleTake())
  await takes.update(sampleTake({ similarity: 0.5 }))
  expect(await takes.list()).toEqual([sampleTake({ similarity: 0.5 })])
  expect(await takes.readSamples('take-1')).toEqual(Float32Array.of(1))
})

it('adds its places to a database of the first version, and keeps what was there', async () => {
  const name = randomUUID()
  const old = await openDB(name, 1, {
    upgrade(first) {
      first.createObjectStore('voices', { keyPath: 'id' }).createIndex('promptSha256', 'promptSha256')
      first.createObjectStore('takes', { keyPath: 'id' }).createIndex('createdAt', 'createdAt')
      first.createObjectStore('takeAudio', { keyPath: 'takeId' })
    },
  })
  await old.put('takes', sampleTake())
  await old.put('takeAudio', { takeId: 'take-1', samples: Float32Array.of(1, 2) })
  old.close()
  const upgraded = createDatabase(name)
  await createOpenReadingRepository(upgraded).begin(sampleOpenReading('new'))
  expect(await createTakeRepository(upgraded).readSamples('take-1')).toEqual(Float32Array.of(1, 2))
})
