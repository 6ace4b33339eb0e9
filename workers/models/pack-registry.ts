import { MynaError } from '../../src/shared/protocol/errors'
import type { PackState, PackStatus } from '../../src/shared/protocol/model-pack'
import { storageError } from '../../src/shared/storage/storage-errors'
import { downloadPack } from './pack-download'
import { createFileImport, type FileImport } from './file-import'
import { isLocalPack } from './local-pack'
import { parseManifest } from './manifest'
import type { ModelsEnvironment } from './models-environment'
import { createPackList, statusOf, type PackEntry } from './pack-list'
import { receivedBytesOf, restingState } from './pack-standing'
import { verifyPack } from './pack-verification'

/** Everything that can be done with the packs; calls and errors as in `ModelsApi`. */
export interface PackRegistry extends FileImport {
  open(manifest: unknown, baseUrl: string, onStatus: (status: PackStatus) => void): Promise<readonly PackStatus[]>
  download(packId: string): Promise<PackStatus>
  pause(packId: string): Promise<PackStatus>
  remove(packId: string): Promise<PackStatus>
  verify(packId: string): Promise<PackStatus>
  setLanguage(packId: string, language: string): Promise<PackStatus>
}

export function createPackRegistry(environment: ModelsEnvironment): PackRegistry {
  const { index, store, changes, compiled } = environment
  const list = createPackList(environment)
  let baseUrl = ''

  /** Runs `act` as the pack's only writer, then tells the other tabs that files came or went. */
  async function writing<T>(packId: string, act: () => Promise<T>): Promise<T> {
    return environment.withPackLock(packId, async () => {
      try {
        return await act()
      } finally {
        changes.announce()
      }
    })
  }

  async function runDownload(entry: PackEntry, signal: AbortSignal): Promise<PackStatus> {
    return writing(entry.pack.id, async () => {
      // Another tab may have finished or freed files since we looked.
      await list.look(entry)
      const { pack, standings } = entry
      try {
        if (isLocalPack(pack) && restingState(standings).phase !== 'ready') {
          throw new MynaError('model-missing', 'choose the files from your disk again')
        }
        const onState = (state: PackState) => void list.enter(entry, state)
        await downloadPack({ pack, standings, baseUrl, signal, onState }, environment)
      } catch (thrown) {
        const error = storageError(thrown)
        await list.look(entry)
        const receivedBytes = receivedBytesOf(entry.standings)
        if (error.code === 'aborted') return list.enter(entry, { phase: 'paused', receivedBytes })
        list.enter(entry, { phase: 'failed', receivedBytes, code: error.code, detail: error.detail })
        throw error
      }
      await list.look(entry)
      return list.enter(entry)
    })
  }

  async function pause(packId: string): Promise<PackStatus> {
    const entry = list.entryOf(packId)
    entry.run?.controller.abort()
    // A failure is the business of whoever asked for the download.
    await entry.run?.ended.catch(() => undefined)
    return statusOf(entry)
  }

  return {
    ...createFileImport(environment, list, writing),
    pause,

    async open(manifest, appUrl, onStatus) {
      const { packs } = parseManifest(manifest)
      baseUrl = appUrl
      return list.open(packs, onStatus)
    },

    async download(packId) {
      const entry = list.entryOf(packId)
      if (entry.run) return entry.run.ended
      const controller = new AbortController()
      const ended = runDownload(entry, controller.signal).finally(() => {
        entry.run = null
      })
      entry.run = { controller, ended }
      return ended
    },

    async remove(packId) {
      await pause(packId)
      const entry = list.entryOf(packId)
      return writing(packId, async () => {
        await index.forget(packId)
        for (const file of await store.list()) if (file.packId === packId) await store.delete(packId, file.path)
        await compiled.erase(packId)
        if (isLocalPack(entry.pack)) list.drop(packId)
        await list.look(entry)
        return list.enter(entry)
      })
    },

    async setLanguage(packId, language) {
      const entry = list.entryOf(packId)
      if (!isLocalPack(entry.pack)) throw new MynaError('model-unknown', `${packId} is not from the disk`)
      return writing(packId, async () => {
        entry.pack = { ...entry.pack, languages: [language] }
        await index.saveLocalPack(entry.pack)
        return list.enter(entry)
      })
    },

    async verify(packId) {
      const entry = list.entryOf(packId)
      return writing(packId, async () => {
        await verifyPack(packId, environment)
        await list.look(entry)
        return list.enter(entry)
      })
    },
  }
}
