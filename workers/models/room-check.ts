import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelsEnvironment } from './models-environment'

/**
 * Looks before the first byte of a pack is fetched whether a write fits by the browser's own figures. Where it does not, the store
 * holds it in memory; one that cannot refuses: `storage-full`. Browsers may answer imprecisely: a write that runs into the
 * limit later ends in the same way.
 */
export async function ensureRoom(packId: string, missingBytes: number, { estimate, store }: Pick<ModelsEnvironment, 'estimate' | 'store'>): Promise<void> {
  const { usage, quota } = (await estimate()) ?? {}
  const freeBytes = usage === undefined || quota === undefined ? Infinity : Math.max(0, quota - usage)
  const fits = missingBytes <= freeBytes
  if (!fits && !store.hold) throw new MynaError('storage-full', `${missingBytes} bytes are needed, ${freeBytes} of ${quota} are free`)
  store.hold?.(packId, !fits)
}
