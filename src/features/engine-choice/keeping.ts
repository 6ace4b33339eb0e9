import type { PackStatus } from '../../shared/protocol/model-pack'
import type { StorageReport } from '../../shared/protocol/records'
import type { Keeping } from '../../shared/text/wording/english/keeping'

/** What will become of a pack that is downloaded now, as far as the browser's figures tell; `storage` is null while unknown. */
export function keepingOf({ totalBytes, state }: PackStatus, storage: StorageReport | null): Keeping {
  if (storage === null) return { kind: 'kept' }
  if (!storage.keepsModels) return { kind: 'nothing-kept' }
  const { usedBytes, quotaBytes } = storage
  if (totalBytes === null || usedBytes === null || quotaBytes === null) return { kind: 'kept' }
  const freeBytes = Math.max(0, quotaBytes - usedBytes)
  return totalBytes - state.receivedBytes > freeBytes ? { kind: 'no-room', freeBytes } : { kind: 'kept' }
}
