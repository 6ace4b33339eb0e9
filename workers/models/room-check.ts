import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelsEnvironment } from './models-environment'

/**
 * Looks before the first byte is fetched whether a write fits by the browser's own figures. Where it does not, the store
 * holds it in memory; one that cannot refuses: `storage-full`. Browsers may answer imprecisely: a write that runs into the
 * limit later ends in the same way.
 */
export async function ensureRoom(missingBytes: number, { estimate, store }: Pick<ModelsEnvironment, 'estimate' | 'store'>): Promise<void> {
  const { usage, quota } = (await estimate()) ?? {}
  if (usage === undefined || quota === undefined) return
  const freeBytes = Math.max(0, quota - usage)
  if (missingBytes <= freeBytes) return
  if (!store.hold) throw new MynaError('storage-full', `${missingBytes} bytes are needed, ${freeBytes} of ${quota} are free`)
  store.hold()
}
