import { createSHA256 } from 'hash-wasm'

import { MynaError } from '../../src/shared/protocol/errors'
import { storageError } from '../../src/shared/storage/storage-errors'
import { bytesOf } from '../../src/shared/storage/model-index'
import { piecesOf } from './blob-hash'
import { progressOf, type ImportCall } from './import-call'
import type { ModelsEnvironment } from './models-environment'
import type { ImportPlan, PlannedFile } from './import-plan'
import { ensureRoom } from './room-check'
import { findTwin, isSameKey, letGo, shareFile } from './shared-files'

/**
 * Copies the planned files into the store and marks each in the index; what a pack has already is not copied again. The caller
 * holds the pack's lock. When one fails, that file is dropped; what was verified before stays. With a `call` it reports how far it is, and can be stopped.
 * Errors: `storage-full`, `storage-unavailable`, `model-hash-mismatch` (the file changed while it was read), `aborted`.
 */
export async function storeImport({ pack, files }: ImportPlan, environment: ModelsEnvironment, call?: ImportCall): Promise<void> {
  const { index, store } = environment
  const lacking: PlannedFile[] = []
  for (const file of files) {
    const key = { packId: pack.id, path: file.path }
    const twin = await findTwin(file.sha256, environment)
    // The same files chosen again are copied again: that mends what may be damaged.
    if (twin && !isSameKey(bytesOf(twin), key)) await shareFile(key, twin, environment)
    else lacking.push(file)
  }
  await ensureRoom(
    pack.id,
    lacking.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    environment,
  )
  for (const file of lacking) {
    try {
      await copy(pack.id, file, environment, call && progressOf('Copying', file.from, call))
    } catch (thrown) {
      await store.delete(pack.id, file.path)
      throw storageError(thrown)
    }
    const { path, sizeBytes, sha256 } = file
    await index.write({ packId: pack.id, path, sizeBytes, sha256, place: store.placeOf(pack.id, path) })
  }
}

async function copy(packId: string, file: PlannedFile, environment: ModelsEnvironment, onCopied?: (copiedBytes: number) => void): Promise<void> {
  // While the bytes are being replaced the record must not vouch for them.
  const { index, store } = environment
  const record = (await index.records(packId)).get(file.path)
  if (record) await letGo(record, environment)
  const hasher = await createSHA256()
  hasher.init()
  const open = await store.open(packId, file.path)
  let copiedBytes = 0
  try {
    await open.clear()
    for await (const piece of piecesOf(file.from)) {
      hasher.update(piece)
      await open.append(piece)
      copiedBytes += piece.length
      onCopied?.(copiedBytes)
    }
  } finally {
    await open.close()
  }
  if (hasher.digest('hex') !== file.sha256) {
    throw new MynaError('model-hash-mismatch', `${file.from.name} changed while it was read`)
  }
}
