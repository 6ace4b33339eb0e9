import { errorInfo } from '../../shared/protocol/errors'
import { DEFAULT_SPEAK_SETTINGS } from '../../shared/protocol/engine'
import type { AppServices } from '../app-services'
import type { Reader } from '../speak/reading-slice'
import type { GetState, SetState } from '../slice'
import type { StorageReport } from '../../shared/protocol/records'

export interface StorageSlice {
  readonly storage: StorageReport | null
  readonly refreshStorage: () => Promise<void>
  readonly askPersist: () => Promise<void>
  readonly freePartialDownloads: () => Promise<void>
  readonly freeCompiledGraphs: () => Promise<void>
  readonly eraseAll: () => Promise<void>
}

export function createStorageSlice(services: AppServices, reader: Reader, set: SetState, get: GetState): StorageSlice {
  const { storage } = services

  async function guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (thrown) {
      get().notifyError(errorInfo(thrown, 'storage-unavailable'))
    }
  }

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

    eraseAll: () =>
      guarded(async () => {
        reader.stop()
        get().stopPlayback()
        await storage.eraseAll()
        set({
          voices: [],
          selectedVoiceId: null,
          takes: [],
          unfinished: [],
          lastTake: null,
          currentTakeId: null,
          compared: [],
          verdict: null,
          votes: [],
          text: '',
          settings: DEFAULT_SPEAK_SETTINGS,
          seedPinned: false,
          pronunciations: [],
          acceptedLicences: [],
          speakState: { phase: 'idle' },
          figures: null,
          liveStages: [],
        })
        // Nothing is left to read, but the packs' states and the figures have changed.
        await get().start()
      }),
  }
}
