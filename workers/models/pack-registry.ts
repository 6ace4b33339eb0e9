import { MynaError } from '../../src/protocol/errors'
import type { ModelPack, PackState, PackStatus } from '../../src/protocol/model-pack'
import type { DiskFile } from '../../src/protocol/models'
import { storageError } from '../../src/storage/storage-errors'
import { downloadPack } from './download-pack'
import { isLocalPack } from './local-pack'
import { parseManifest } from './manifest'
import type { ModelsEnvironment } from './models-environment'
import { receivedBytesOf, restingState, standingsOf, totalBytesOf, type FileStanding } from './pack-standing'
import { planImport } from './plan-import'
import { storeImport } from './store-import'
import { verifyPack } from './verify-pack'

/** The packs of the manifest and of the person's disk, and the one state machine of each. Calls as in `ModelsApi`. */
export interface PackRegistry {
  open(manifest: unknown, baseUrl: string, onStatus: (status: PackStatus) => void): Promise<readonly PackStatus[]>
  download(packId: string): Promise<PackStatus>
  pause(packId: string): Promise<PackStatus>
  remove(packId: string): Promise<PackStatus>
  verify(packId: string): Promise<PackStatus>
  importFiles(files: readonly DiskFile[]): Promise<ModelPack>
}

interface Entry {
  readonly pack: ModelPack
  standings: readonly FileStanding[]
  state: PackState
  /** The download in progress, if any. */
  run: { readonly controller: AbortController; readonly ended: Promise<PackStatus> } | null
}

export function createPackRegistry(environment: ModelsEnvironment): PackRegistry {
  const { index, store, withPackLock } = environment
  const entries = new Map<string, Entry>()
  let baseUrl = ''
  let listener: (status: PackStatus) => void = () => undefined

  function entryOf(packId: string): Entry {
    const entry = entries.get(packId)
    if (!entry) throw new MynaError('model-unknown', packId)
    return entry
  }

  function statusOf({ pack, standings, state }: Entry): PackStatus {
    return { pack, totalBytes: totalBytesOf(standings), state }
  }

  function enter(entry: Entry, state: PackState): PackStatus {
    entry.state = state
    const status = statusOf(entry)
    listener(status)
    return status
  }

  async function look(pack: ModelPack): Promise<readonly FileStanding[]> {
    return standingsOf(pack, await index.records(pack.id), { name: store.name, files: await store.list() })
  }

  /** Looks again at what is really there and rests. */
  async function settle(entry: Entry): Promise<PackStatus> {
    entry.standings = await look(entry.pack)
    return enter(entry, restingState(entry.standings))
  }

  async function runDownload(entry: Entry, signal: AbortSignal): Promise<PackStatus> {
    return withPackLock(entry.pack.id, async () => {
      // Another tab may have finished or freed files since we looked.
      entry.standings = await look(entry.pack)
      if (restingState(entry.standings).phase === 'ready') return settle(entry)
      try {
        if (isLocalPack(entry.pack)) throw new MynaError('model-missing', 'choose the files from your disk again')
        const { pack, standings } = entry
        const onState = (state: PackState) => void enter(entry, state)
        await downloadPack({ pack, standings, baseUrl, signal, onState }, environment)
      } catch (thrown) {
        const error = storageError(thrown)
        entry.standings = await look(entry.pack)
        const receivedBytes = receivedBytesOf(entry.standings)
        if (error.code === 'aborted') return enter(entry, { phase: 'paused', receivedBytes })
        enter(entry, { phase: 'failed', receivedBytes, code: error.code, detail: error.detail })
        throw error
      }
      return settle(entry)
    })
  }

  async function pause(packId: string): Promise<PackStatus> {
    const entry = entryOf(packId)
    entry.run?.controller.abort()
    // A failure is the business of whoever asked for the download.
    await entry.run?.ended.catch(() => undefined)
    return statusOf(entry)
  }

  return {
    pause,

    async open(manifest, appUrl, onStatus) {
      const { packs } = parseManifest(manifest)
      baseUrl = appUrl
      listener = onStatus
      const placed = { name: store.name, files: await store.list() }
      for (const pack of [...packs, ...(await index.localPacks())]) {
        const known = entries.get(pack.id)
        if (known?.run) continue
        const standings = standingsOf(pack, await index.records(pack.id), placed)
        entries.set(pack.id, { pack, standings, state: restingState(standings), run: null })
      }
      const statuses = [...entries.values()].map(statusOf)
      for (const status of statuses) listener(status)
      return statuses
    },

    async download(packId) {
      const entry = entryOf(packId)
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
      const entry = entryOf(packId)
      return withPackLock(packId, async () => {
        await index.forget(packId)
        for (const file of await store.list()) if (file.packId === packId) await store.delete(packId, file.path)
        if (isLocalPack(entry.pack)) entries.delete(packId)
        return settle(entry)
      })
    },

    async verify(packId) {
      const entry = entryOf(packId)
      return withPackLock(packId, async () => {
        await verifyPack(packId, environment)
        return settle(entry)
      })
    },

    async importFiles(files) {
      const pinned = [...entries.values()].map(({ pack }) => pack).filter((pack) => !isLocalPack(pack))
      const plan = await planImport(files, pinned, (pack, path) =>
        entryOf(pack.id).standings.some(({ file, kept }) => file.path === path && kept),
      )
      const { pack } = plan
      return withPackLock(pack.id, async () => {
        // Listed before its bytes come, so that an import that broke off can be seen and removed.
        if (isLocalPack(pack)) await index.saveLocalPack(pack)
        const entry = entries.get(pack.id) ?? { pack, standings: [], state: { phase: 'absent', receivedBytes: 0 }, run: null }
        entries.set(pack.id, entry)
        try {
          await storeImport(plan, environment)
        } finally {
          await settle(entry)
        }
        return pack
      })
    },
  }
}
