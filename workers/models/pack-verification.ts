import type { ModelsEnvironment } from './models-environment'
import { bytesOf } from '../../src/shared/storage/model-index'
import { hashBlob } from './blob-hash'
import { dropDamaged } from './shared-files'

/**
 * Hashes every kept file of a pack and drops the bytes of those that are not what was verified once; their figures stay
 * in the index, so that the next download is held to them. The caller holds the pack's lock.
 */
export async function verifyPack(packId: string, environment: ModelsEnvironment): Promise<void> {
  const { index, store } = environment
  for (const record of (await index.records(packId)).values()) {
    const key = bytesOf(record)
    if (record.place !== store.placeOf(key.packId, key.path)) continue
    const blob = await store.read(key.packId, key.path)
    const sound = blob?.size === record.sizeBytes && (await hashBlob(blob)) === record.sha256
    if (!sound) await dropDamaged(record, environment)
  }
}
