import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'

import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { MynaError } from '../protocol/errors'
import { createDatabase } from './database'
import { SCHEMA_VERSION } from './schema'
import { sampleVoice } from '#testing/storage/sample-records'

const fails = (name: string) => () => {
  throw new DOMException('no', name)
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('the database', () => {
  it('says storage-unavailable where the browser has no IndexedDB', async () => {
    const database = createDatabase(randomUUID(), () => Promise.resolve())
    const real = globalThis.indexedDB
    Reflect.deleteProperty(globalThis, 'indexedDB')
    try {
      await expect(database.read(['settings'], () => Promise.resolve(1))).rejects.toMatchObject({
        code: 'storage-unavailable',
      })
    } finally {
      globalThis.indexedDB = real
    }
  })

  it.each(['SecurityError', 'InvalidStateError', 'UnknownError'])(
    'says storage-unavailable when opening fails with %s, and tries again at the next call',
    async (name) => {
      const database = createDatabase(randomUUID())
      const open = vi.spyOn(indexedDB, 'open').mockImplementation(fails(name))
      await expect(database.read(['settings'], () => Promise.resolve(1))).rejects.toMatchObject({
        code: 'storage-unavailable',
      })
      open.mockRestore()
      await expect(database.read(['settings'], () => Promise.resolve(1))).resolves.toBe(1)
    },
  )

  it('says app-outdated when a newer version of the app has upgraded the database', async () => {
    const name = randomUUID()
    const newer = await openDB(name, SCHEMA_VERSION + 1)
    newer.close()
    await expect(createDatabase(name).read(['settings'], () => Promise.resolve(1))).rejects.toMatchObject({
      code: 'app-outdated',
      detail: expect.stringContaining('VersionError') as string,
    })
  })

  it('says busy-elsewhere while a tab that does not let go holds an old version open', async () => {
    const name = randomUUID()
    const stubborn = await openDB(name, SCHEMA_VERSION)
    // Stands for a later release, whose schema version is one higher.
    const open = indexedDB.open.bind(indexedDB)
    vi.spyOn(indexedDB, 'open').mockImplementation((at) => open(at, SCHEMA_VERSION + 1))
    const later = createDatabase(name)
    await expect(later.read(['settings'], () => Promise.resolve(1))).rejects.toMatchObject({ code: 'busy-elsewhere' })
    stubborn.close()
  })

  it('undoes the whole transaction when the act fails half-way', async () => {
    const database = createDatabase(randomUUID())
    await expect(
      database.write(['voices', 'settings'], async (tx) => {
        await tx.objectStore('voices').put(sampleVoice())
        throw new MynaError('record-missing', 'half-way')
      }),
    ).rejects.toMatchObject({ code: 'record-missing' })
    expect(await database.read(['voices'], (tx) => tx.objectStore('voices').getAll())).toEqual([])
  })

  it('says storage-full when the disk fills up, and keeps what was kept', async () => {
    const database = createDatabase(randomUUID())
    await database.write(['voices'], (tx) => tx.objectStore('voices').put(sampleVoice()))
    await expect(
      database.write(['voices'], async (tx) => {
        await tx.objectStore('voices').put(sampleVoice({ name: 'Changed' }))
        fails('QuotaExceededError')()
      }),
    ).rejects.toMatchObject({ code: 'storage-full' })
    const [voice] = await database.read(['voices'], (tx) => tx.objectStore('voices').getAll())
    expect(voice?.name).toBe('Ada')
  })

  it('says why a transaction broke off, not only that it did', async () => {
    const database = createDatabase(randomUUID())
    await database.write(['voices'], (tx) => tx.objectStore('voices').put(sampleVoice()))
    await expect(
      database.write(['voices'], async (tx) => {
        const twice = tx.objectStore('voices').add(sampleVoice())
        const later = tx.objectStore('voices').put(sampleVoice({ id: 'voice-2' }))
        twice.catch(() => undefined)
        await later
      }),
    ).rejects.toMatchObject({ detail: expect.stringContaining('ConstraintError') as string })
  })

  it('steps aside for another tab that deletes or upgrades it, and opens again when needed', async () => {
    const name = randomUUID()
    const database = createDatabase(name)
    await database.write(['settings'], (tx) => tx.objectStore('settings').put(1, 'key'))
    await deleteDB(name, {
      blocked: () => {
        throw new Error('we are in the way')
      },
    })
    await expect(database.read(['settings'], (tx) => tx.objectStore('settings').get('key'))).resolves.toBeUndefined()
  })

  it('serves two tabs at once', async () => {
    const name = randomUUID()
    const [one, other] = [createDatabase(name), createDatabase(name)]
    await Promise.all([
      one.write(['settings'], (tx) => tx.objectStore('settings').put(1, 'one')),
      other.write(['settings'], (tx) => tx.objectStore('settings').put(2, 'other')),
    ])
    expect(await one.read(['settings'], (tx) => tx.objectStore('settings').getAllKeys())).toEqual(['one', 'other'])
  })
})
