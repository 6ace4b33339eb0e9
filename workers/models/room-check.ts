import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelsEnvironment } from './models-environment'

/**
 * Refuses a write that the browser's own figures say cannot fit, before the first byte is fetched. Errors:
 * `storage-full`. Browsers may answer imprecisely: a write that runs into the limit later fails with the same code.
 */
export async function ensureRoom(missingBytes: number, estimate: ModelsEnvironment['estimate']): Promise<void> {
  const { usage, quota } = (await estimate()) ?? {}
  if (usage === undefined || quota === undefined) return
  const freeBytes = Math.max(0, quota - usage)
  if (missingBytes > freeBytes) {
    throw new MynaError('storage-full', `${missingBytes} bytes are needed, ${freeBytes} of ${quota} are free`)
  }
}
