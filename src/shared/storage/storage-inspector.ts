import { MynaError } from '../protocol/errors'
import { createCachePlace } from './cache-place'
import { createCompiledGraphStore, type CompiledGraphStore } from './compiled-graphs'
import type { Database } from './database'
import { keepsOnDevice } from './kept-database'
import { eraseExports } from './export-place'
import { announceModelChange } from './model-changes'
import { bytesOf, createModelIndex } from './model-index'
import type { ModelPlace, PlacedFile } from './model-place'
import { createOpfsPlace } from './opfs-place'
import { withPackLock } from '../threads/pack-lock'
import { STORE_NAMES, type ModelFileRecord } from './schema'
import type { StorageInspector } from './services'
import { withStorageErrors } from './storage-errors'
import { askToPersist, isPersisted, storageEstimate } from './storage-manager'
import { piecesOf } from './takes'

/** What the inspector asks the browser; replaced in tests. */
export interface InspectedBrowser {
  /** The places that this browser offers. */
  readonly places: () => Promise<readonly ModelPlace[]>
  readonly compiled: Pick<CompiledGraphStore, 'sizeBytes' | 'erase'>
  readonly estimate: () => Promise<{ readonly usage?: number; readonly quota?: number }>
  readonly keeps: () => Promise<boolean>
  readonly persisted: () => Promise<boolean>
  readonly persist: () => Promise<boolean>
  readonly withPackLock: typeof withPackLock
  readonly announceModelChange: () => void
  readonly eraseExports: () => Promise<void>
}

/** Looks at everything that is kept and deletes it on request. */
export function createStorageInspector(database: Database, browser: InspectedBrowser = thisBrowser): StorageInspector {
  const index = createModelIndex(database)

  return {
    report: () =>
      withStorageErrors(async () => {
        const places = await browser.places()
        const keeps = await browser.keeps()
        const { vouched, partial } = await sortModelFiles(places, await index.allRecords())
        const { usage, quota } = await browser.estimate()
        return {
          keeps,
          keepsModels: keeps && places.length > 0,
          ...(await countRecords(database)),
          modelsBytes: sumBytes(vouched),
          partialDownloadsBytes: sumBytes(partial),
          compiledBytes: await browser.compiled.sizeBytes(),
          usedBytes: usage ?? null,
          quotaBytes: quota ?? null,
          persisted: await browser.persisted(),
        }
      }),

    persist: () => withStorageErrors(browser.persist),

    freePartialDownloads: () =>
      withStorageErrors(async () => {
        const places = await browser.places()
        const partialFiles = async () => (await sortModelFiles(places, await index.allRecords())).partial
        for (const pack of packsOf(await partialFiles())) {
          await unlessBusy(() =>
            browser.withPackLock(pack, async () => {
              // Whoever held the lock before may have completed some.
              for (const { place, packId, path } of await partialFiles()) if (packId === pack) await place.delete(packId, path)
            }),
          )
        }
        browser.announceModelChange()
      }),

    freeCompiledGraphs: () => withStorageErrors(() => browser.compiled.erase()),

    eraseAll: () =>
      withStorageErrors(async () => {
        const places = await browser.places()
        const packs = packsOf((await Promise.all(places.map((place) => place.list()))).flat())
        // All locks first: if another tab is still writing a pack, nothing is lost yet.
        await withPackLocks(packs, browser.withPackLock, async () => {
          for (const place of places) {
            for (const { packId, path } of await place.list()) if (packs.has(packId)) await place.delete(packId, path)
          }
          await browser.compiled.erase()
          await browser.eraseExports()
          await database.write(STORE_NAMES, async (tx) => {
            for (const name of STORE_NAMES) await tx.objectStore(name).clear()
          })
        })
        browser.announceModelChange()
      }),
  }
}

type FoundFile = PlacedFile & { readonly place: ModelPlace }

/** Files that the index vouches for, and the rest: downloads that were interrupted or are in progress. */
async function sortModelFiles(
  places: readonly ModelPlace[],
  records: readonly ModelFileRecord[],
): Promise<{ vouched: FoundFile[]; partial: FoundFile[] }> {
  const known = new Set(records.map((record) => {
    const { packId, path } = bytesOf(record)
    return `${record.place ?? ''} ${packId}/${path}`
  }))
  const vouched: FoundFile[] = []
  const partial: FoundFile[] = []
  for (const place of places) {
    for (const file of await place.list()) {
      const pile = known.has(`${place.name} ${file.packId}/${file.path}`) ? vouched : partial
      pile.push({ ...file, place })
    }
  }
  return { vouched, partial }
}

async function countRecords(database: Database) {
  return database.read(['voices', 'preparedVoices', 'takes', 'openReadings', 'takePieces', 'votes', 'projects', 'lineFacts'], async (tx) => {
    const voices = await tx.objectStore('voices').getAll()
    const takes = await tx.objectStore('takes').getAll()
    const recordings = voices.flatMap(({ promptWav, moods = [] }) => [promptWav, ...moods.map((mood) => mood.promptWav)])
    let voicesBytes = recordings.reduce((sum, { byteLength }) => sum + byteLength, 0) + voices.reduce((sum, { learned }) => sum + (learned?.voice.data.byteLength ?? 0), 0)
    // One at a time: prepared voices can be megabytes each.
    for await (const { value } of tx.objectStore('preparedVoices').iterate()) voicesBytes += value.voice.data.byteLength
    let takesBytes = takes.reduce((sum, { sampleCount }) => sum + sampleCount * Float32Array.BYTES_PER_ELEMENT, 0)
    for (const id of await tx.objectStore('openReadings').getAllKeys()) {
      for await (const { value } of tx.objectStore('takePieces').iterate(piecesOf(id))) takesBytes += value.samples.byteLength
    }
    const lines = await tx.objectStore('lineFacts').getAll()
    const projectsBytes = lines.reduce((sum, { sampleCount }) => sum + sampleCount * Int16Array.BYTES_PER_ELEMENT, 0)
    const projectsCount = await tx.objectStore('projects').count()
    return { voicesBytes, voicesCount: voices.length, takesBytes, takesCount: takes.length, projectsBytes, projectsCount, votesCount: await tx.objectStore('votes').count() }
  })
}

function sumBytes(files: readonly PlacedFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function packsOf(files: readonly PlacedFile[]): ReadonlySet<string> {
  return new Set(files.map(({ packId }) => packId))
}

/** Runs `act` as the only writer of all these packs. Errors: as `withPackLock`, before `act` has begun. */
function withPackLocks(packIds: Iterable<string>, lock: typeof withPackLock, act: () => Promise<void>): Promise<void> {
  const [first, ...others] = packIds
  return first === undefined ? act() : lock(first, () => withPackLocks(others, lock, act))
}

/** A download in progress is not a left-over: leave it to its owner. */
async function unlessBusy(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (thrown) {
    if (!(thrown instanceof MynaError && thrown.code === 'busy-elsewhere')) throw thrown
  }
}

const thisBrowser: InspectedBrowser = {
  places: async () => {
    const offered: ModelPlace[] = []
    for (const place of [createOpfsPlace(), createCachePlace()]) {
      try {
        await place.list()
        offered.push(place)
      } catch {
        // Not offered here (private window, old browser): nothing of ours can lie there.
      }
    }
    return offered
  },
  compiled: createCompiledGraphStore(),
  estimate: storageEstimate,
  keeps: keepsOnDevice,
  persisted: isPersisted,
  persist: askToPersist,
  withPackLock,
  announceModelChange,
  eraseExports,
}
