import type { ModelFile, ModelPack } from '../protocol/model-pack'
import type { Database } from './database'
import type { FileKey } from './model-place'
import type { ModelFileRecord } from './schema'

/** Which model files are kept and verified, with their figures, and the packs that came from the person's disk. */
export interface ModelIndex {
  /** Records of one pack by path. */
  records(packId: string): Promise<ReadonlyMap<string, ModelFileRecord>>
  allRecords(): Promise<readonly ModelFileRecord[]>
  write(record: ModelFileRecord): Promise<void>
  /** Forgets a pack: its records and, if it came from disk, the pack itself. */
  forget(packId: string): Promise<void>
  localPacks(): Promise<readonly ModelPack[]>
  saveLocalPack(pack: ModelPack): Promise<void>
}

export function createModelIndex(database: Database): ModelIndex {
  return {
    async records(packId) {
      const records = await database.read(['modelFiles'], (tx) =>
        tx.objectStore('modelFiles').index('packId').getAll(packId),
      )
      return new Map(records.map((record) => [record.path, record]))
    },
    allRecords: () => database.read(['modelFiles'], (tx) => tx.objectStore('modelFiles').getAll()),
    async write(record) {
      await database.write(['modelFiles'], (tx) => tx.objectStore('modelFiles').put(record))
    },
    async forget(packId) {
      await database.write(['modelFiles', 'localPacks'], async (tx) => {
        const files = tx.objectStore('modelFiles')
        for (const key of await files.index('packId').getAllKeys(packId)) await files.delete(key)
        await tx.objectStore('localPacks').delete(packId)
      })
    },
    localPacks: () => database.read(['localPacks'], (tx) => tx.objectStore('localPacks').getAll()),
    async saveLocalPack(pack) {
      await database.write(['localPacks'], (tx) => tx.objectStore('localPacks').put(pack))
    },
  }
}

/** What the bytes of a kept file lie under: its own name, or that of the pack which brought them first. */
export function bytesOf({ packId, path, keptAs }: ModelFileRecord): FileKey {
  return keptAs ?? { packId, path }
}

/** True when `record` says that the bytes are here, whole, and the ones that the manifest asks for today. */
export function isKept(file: ModelFile, record: ModelFileRecord | undefined): boolean {
  if (!record || record.place === null) return false
  return (file.sha256 ?? record.sha256) === record.sha256 && (file.sizeBytes ?? record.sizeBytes) === record.sizeBytes
}
