import type { StorageReport } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { GetState, SetSlice } from '../slice'

export interface StorageSlice {
  readonly storage: StorageReport | null
  readonly refreshStorage: () => Promise<void>
  readonly askPersist: () => Promise<void>
  readonly freePartialDownloads: () => Promise<void>
  readonly freeCompiledGraphs: () => Promise<void>
}

export function createStorageSlice(
  { storage }: Pick<AppServices, 'storage'>,
  set: SetSlice<StorageSlice>,
  get: GetState<StorageSlice & NoticesSlice>,
): StorageSlice {
  const guarded = createGuarded(get)
  return {
    storage: null,

    refreshStorage: () => guarded(async () => { set({ storage: await storage.report() }) }),

    askPersist: () =>
      guarded(async () => {
        await storage.persist()
        await get().refreshStorage()
      }),

    freePartialDownloads: () =>
      guarded(async () => {
        await storage.freePartialDownloads()
        await get().refreshStorage()
      }),

    freeCompiledGraphs: () =>
      guarded(async () => {
        await storage.freeCompiledGraphs()
        await get().refreshStorage()
      }),
  }
}
