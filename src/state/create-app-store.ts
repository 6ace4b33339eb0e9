import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppServices } from './app-services'
import type { AppState } from './app-state'
import { createAppUpdateSlice, isBusy } from './app/app-update-slice'
import { createChecksSlice } from './speak/checks-slice'
import { createChoiceKeeper } from './choice-keeper'
import { createComparisonSlice } from './compare/comparison-slice'
import { followDraft } from './record-voice/draft-analysis'
import { followListener } from './speak/automatic-transcription'
import { createGpuTestSlice } from './gpu-test/gpu-test-slice'
import { createLifecycleSlice } from './app/lifecycle-slice'
import { createModelsSlice } from './models/models-slice'
import { createNoticesSlice } from './app/notices-slice'
import { createPromptSlice } from './record-voice/recording-slice'
import { createPronunciationsSlice } from './speak/pronunciations-slice'
import { createReader } from './speak/reading-slice'
import { createRefineSlice } from './voice-library/refine-slice'
import { createRtfMemory, type RtfMemory } from './speak/rtf-memory'
import { createSamplesSlice } from './samples/samples-slice'
import { createSimilaritySlice } from './history/similarity-slice'
import { createSpeakSlice } from './speak/speak-slice'
import { createStorageSlice } from './storage/storage-slice'
import { createTakesSlice } from './history/takes-slice'
import { createTranscriptsSlice } from './voice-library/transcripts-slice'
import { createUnfinishedSlice } from './speak/unfinished-slice'
import { createVoiceSource } from './voice-library/voice-source'
import { createVoicesSlice } from './voice-library/voices-slice'

/**
 * Makes the store. It does no I/O of its own: everything goes through `services`, which it listens to from now on for
 * as long as the page lives.
 */
export function createAppStore(services: AppServices): StoreApi<AppState> {
  const store = createStore<AppState>()((set, get) => {
    const keeper = createChoiceKeeper(services.settings, get, () => rtfMemory.all())
    const rtfMemory: RtfMemory = createRtfMemory(() => { keeper.keep('measuredRtf') })
    const voiceSource = createVoiceSource(services)
    const reader = createReader(services, voiceSource, rtfMemory, set, get)
    return {
      ...createPromptSlice(services, keeper, set, get),
      ...createVoicesSlice(services, keeper, set, get),
      ...createSamplesSlice(services, set, get),
      ...createSpeakSlice(services, reader, keeper, set, get),
      ...createPronunciationsSlice(keeper, set),
      ...createTakesSlice(services, reader, set, get),
      ...createUnfinishedSlice(services, reader, set, get),
      ...createChecksSlice(services, reader, voiceSource, keeper, set, get),
      ...createSimilaritySlice(services, reader, set, get),
      ...createComparisonSlice(services, reader, set, get),
      ...createRefineSlice(services, voiceSource, set, get),
      ...createTranscriptsSlice(services, set, get),
      ...createModelsSlice(services, reader, keeper, set, get),
      ...createGpuTestSlice(services.gpuTest, set, get),
      ...createStorageSlice(services, reader, set, get),
      ...createNoticesSlice(set, get),
      ...createAppUpdateSlice(services, get),
      ...createLifecycleSlice(services, reader, rtfMemory, set, get),
    }
  })
  services.player.subscribe((player) => {
    const before = store.getState().player.error
    store.setState({ player })
    if (player.error && player.error !== before) store.getState().notifyError(player.error)
  })
  followListener(store)
  followDraft(store, services.analysis)
  services.inference.onRespawn(() => { store.setState({ engine: null, runtime: null }) })
  services.updates.watch({
    onUpdateReady: () => { store.setState({ updateReady: true }) },
    onOfflineReady: () => { store.setState({ offlineReady: true }) },
    canReload: () => !isBusy(store.getState()),
  })
  return store
}
