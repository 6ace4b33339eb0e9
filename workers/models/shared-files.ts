import { bytesOf } from '../../src/shared/storage/model-index'
import type { FileKey } from '../../src/shared/storage/model-place'
import type { ModelFileRecord } from '../../src/shared/storage/schema'
import type { ModelsEnvironment } from './models-environment'

/**
 * Files that several packs have are kept once, under the pack that brought them; the records of the others say where. A
 * record that says so never outlives those bytes: whoever takes them away hands them over first.
 */

type Kept = Pick<ModelsEnvironment, 'index' | 'store'>

export const isSameKey = (one: FileKey, other: FileKey) => one.packId === other.packId && one.path === other.path

/** A kept file with these very bytes, whichever pack has it; null where there is none. */
export async function findTwin(sha256: string | null, { index, store }: Kept): Promise<ModelFileRecord | null> {
  if (sha256 === null) return null
  const twins = (await index.allRecords()).filter((record) => record.sha256 === sha256 && record.place !== null)
  const files = twins.length === 0 ? [] : await store.list()
  // A browser may have evicted what the record tells of.
  const isThere = (record: ModelFileRecord) => {
    const key = bytesOf(record)
    return record.place === store.placeOf(key.packId, key.path) && files.some((file) => isSameKey(file, key) && file.sizeBytes === record.sizeBytes)
  }
  return twins.find(isThere) ?? null
}

/** Makes a file of a pack one with its twin. */
export async function shareFile({ packId, path }: FileKey, twin: ModelFileRecord, { index, store }: Kept): Promise<void> {
  const keptAs = bytesOf(twin)
  const { sizeBytes, sha256, place } = twin
  // What had come of it before is not needed any more.
  if (!isSameKey(keptAs, { packId, path })) await store.delete(packId, path)
  await index.write({ packId, path, sizeBytes, sha256, place, ...(!isSameKey(keptAs, { packId, path }) && { keptAs }) })
}

/** A file is not what is wanted any more: its figures stay in the index, its bytes only where another pack has them, too. */
export async function letGo(record: ModelFileRecord, kept: Kept): Promise<void> {
  await kept.index.write(withoutBytes(record))
  if (record.keptAs) return
  await handOver(record, kept)
  await kept.store.delete(record.packId, record.path)
}

/** The bytes of a record are damaged: whoever shares them has lost them, too. */
export async function dropDamaged(record: ModelFileRecord, { index, store }: Kept): Promise<void> {
  const key = bytesOf(record)
  for (const other of await index.allRecords()) if (isSameKey(bytesOf(other), key)) await index.write(withoutBytes(other))
  await store.delete(key.packId, key.path)
}

/** Takes all bytes and records of a pack away; what other packs have, too, becomes theirs. */
export async function forgetPack(packId: string, kept: Kept): Promise<void> {
  const { index, store } = kept
  for (const record of (await index.records(packId)).values()) if (!record.keptAs) await handOver(record, kept)
  await index.forget(packId)
  for (const file of await store.list()) if (file.packId === packId) await store.delete(packId, file.path)
}

/** Gives bytes to the first of the other packs that use them. Where they cannot be renamed, those packs have lost them. */
async function handOver({ packId, path }: FileKey, { index, store }: Kept): Promise<void> {
  const from = { packId, path }
  const users = (await index.allRecords()).filter(({ keptAs }) => keptAs && isSameKey(keptAs, from))
  const [heir, ...others] = users
  if (!heir) return
  const to = { packId: heir.packId, path: heir.path }
  try {
    await store.move(from, to)
  } catch {
    for (const user of users) await index.write(withoutBytes(user))
    return
  }
  await index.write({ ...withoutBytes(heir), place: store.placeOf(to.packId, to.path) })
  for (const user of others) await index.write({ ...user, keptAs: to })
}

function withoutBytes({ packId, path, sizeBytes, sha256 }: ModelFileRecord): ModelFileRecord {
  return { packId, path, sizeBytes, sha256, place: null }
}
