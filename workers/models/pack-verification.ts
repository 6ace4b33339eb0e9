import type { ModelsEnvironment } from './models-environment'
import { hashBlob } from './blob-hash'

/**
 * Hashes every kept file of a pack and drops the bytes of those that are not what was verified once; their figures stay
 * in the index, so that the next download is held to them. The caller holds the pack's lock.
 */
export async function verifyPack(packId: string, { index, store }: ModelsEnvironment): Promise<void> {
  for (const record of (await index.records(packId)).values()) {
    if (record.place !== store.placeOf(packId, record.path)) continue
    const blob = await store.read(packId, record.path)
    const sound = blob?.size === record.sizeBytes && (await hashBlob(blob)) === record.sha256
    if (sound) continue
    await index.write({ ...record, place: null })
    await store.delete(packId, record.path)
  }
}
