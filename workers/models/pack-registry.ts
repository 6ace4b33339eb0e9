import { MynaError } from '../../src/shared/protocol/errors'
import { comesFromDisk, type ModelPack, type PackState, type PackStatus } from '../../src/shared/protocol/model-pack'
import { storageError } from '../../src/shared/storage/storage-errors'
import { createAddressBook, type AddressBook } from './address/address-book'
import { withToken } from './address/remote-files'
import { downloadPack } from './pack-download'
import { createFileImport, type FileImport } from './file-import'
import { isLocalPack } from './local-pack'
import { parseManifest } from './manifest'
import type { ModelsEnvironment } from './models-environment'
import { createPackList, statusOf, type PackEntry } from './pack-list'
import { receivedBytesOf, restingState } from './pack-standing'
import { verifyPack } from './pack-verification'
import { forgetPack } from './shared-files'

/** Everything that can be done with the packs; calls and errors as in `ModelsApi`. */
export interface PackRegistry extends FileImport, AddressBook {
  open(manifest: unknown, baseUrl: string, onStatus: (status: PackStatus) => void): Promise<readonly PackStatus[]>
  download(packId: string, token?: string | null): Promise<PackStatus>
  pause(packId: string): Promise<PackStatus>
  remove(packId: string): Promise<PackStatus>
  verify(packId: string): Promise<PackStatus>
  setLanguage(packId: string, language: string): Promise<PackStatus>
  rename(packId: string, name: string): Promise<PackStatus>
}

export function createPackRegistry(environment: ModelsEnvironment): PackRegistry {
  const { index, changes, compiled } = environment
  const list = createPackList(environment)
  let baseUrl = ''
  /** Hosts that the page may connect to. */
  let origins: readonly string[] = []

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

  async function runDownload(entry: PackEntry, token: string | null, signal: AbortSignal): Promise<PackStatus> {
    return writing(entry.pack.id, async () => {
      // Another tab may have finished or freed files since we looked.
      await list.look(entry)
      const { pack, standings } = entry
      try {
        if (comesFromDisk(pack) && restingState(standings).phase !== 'ready') {
          throw new MynaError('model-missing', 'choose the files from your disk again')
        }
        const onState = (state: PackState) => void list.enter(entry, state)
        const fetch = withToken(environment.fetch, pack.origin?.needsToken ? token : null, environment.keepsTokensHome)
        await downloadPack({ pack, standings, baseUrl, signal, onState }, { ...environment, fetch })
      } catch (thrown) {
        const error = storageError(thrown)
        await list.look(entry)
        const receivedBytes = receivedBytesOf(entry.standings)
        if (error.code === 'aborted') return list.enter(entry, { phase: 'paused', receivedBytes })
        list.enter(entry, { phase: 'failed', receivedBytes, code: error.code, detail: error.detail })
        throw error
      }
      await list.lookAgain()
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

  /** Notes what the person says of a pack that they added. */
  async function describe(packId: string, words: Partial<Pick<ModelPack, 'name' | 'languages'>>): Promise<PackStatus> {
    const entry = list.entryOf(packId)
    if (!isLocalPack(entry.pack)) throw new MynaError('model-unknown', `${packId} is of the list`)
    // No file is touched: a download that goes on is not in the way.
    const pack = { ...entry.pack, ...words }
    await index.saveLocalPack(pack)
    entry.pack = pack
    changes.announce()
    return list.enter(entry, entry.state)
  }

  return {
    ...createFileImport(environment, list, writing),
    ...createAddressBook(environment, list, () => origins, writing),
    pause,

    async open(manifest, appUrl, onStatus) {
      const { packs, hosts = [] } = parseManifest(manifest)
      baseUrl = appUrl
      origins = originsOf(packs, hosts, appUrl)
      return list.open(packs, onStatus)
    },

    async download(packId, token = null) {
      const entry = list.entryOf(packId)
      if (entry.run) return entry.run.ended
      const controller = new AbortController()
      const ended = runDownload(entry, token, controller.signal).finally(() => {
        entry.run = null
      })
      entry.run = { controller, ended }
      return ended
    },

    async remove(packId) {
      await pause(packId)
      const entry = list.entryOf(packId)
      return writing(packId, async () => {
        await forgetPack(packId, environment)
        await compiled.erase(packId)
        if (isLocalPack(entry.pack)) list.drop(packId)
        await list.lookAgain()
        await list.look(entry)
        return list.enter(entry)
      })
    },

    setLanguage: (packId, language) => describe(packId, { languages: [language] }),
    rename: (packId, name) => describe(packId, { name }),

    async verify(packId) {
      const entry = list.entryOf(packId)
      return writing(packId, async () => {
        await verifyPack(packId, environment)
        await list.lookAgain()
        await list.look(entry)
        return list.enter(entry)
      })
    },
  }
}

/** The page's own host, those of the packs, and what whoever runs it allowed: as the Content-Security-Policy has it. */
function originsOf(packs: readonly ModelPack[], hosts: readonly string[], appUrl: string): readonly string[] {
  const sources = packs.flatMap((pack) => pack.sources).filter((source) => source.startsWith('https://'))
  return [...new Set([new URL(appUrl).origin, ...hosts, ...sources.map((source) => new URL(source).origin)])]
}
