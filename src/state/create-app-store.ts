import { createStore, type StoreApi } from 'zustand/vanilla'
import { createAppUpdateSlice } from './app/app-update-slice'
import { createLifecycleSlice } from './app/lifecycle-slice'
import { createNoticesSlice } from './app/notices-slice'
import type { AppServices } from './app-services'
import type { AppState } from './app-state'
import { createChoiceKeeper } from './choice-keeper'
import { createComparisonSlice } from './compare/comparison-slice'
import { createDocumentsSlice } from './documents/documents-slice'
import { createDubbingSlice } from './dubbing/dubbing-slice'
import { createGpuTestSlice } from './gpu-test/gpu-test-slice'
import { createSimilaritySlice } from './history/similarity-slice'
import { createTakeSounds } from './history/take-sounds'
import { createTakesSlice } from './history/takes-slice'
import type { ChoiceKeeper } from './kept-choices'
import { createAddressSlice } from './models/address-slice'
import { createHubTokenSlice } from './models/hub-token-slice'
import { createModelsSlice } from './models/models-slice'
import { createSpeedSlice } from './models/speed-slice'
import { createLinesSlice } from './projects/lines-slice'
import { createMakingSlice } from './projects/making-slice'
import { createProjectExportSlice } from './projects/project-export-slice'
import { createProjectsSlice } from './projects/projects-slice'
import { analyseDrafts } from './record-voice/draft-analysis'
import { createRecordingSlice } from './record-voice/recording-slice'
import { createRunningActs } from './running-acts'
import type { GetState } from './slice'
import { createGuideSlice } from './say-like/guide-slice'
import { createSamplesSlice } from './samples/samples-slice'
import { transcribeWhenIdle } from './speak/automatic-transcription'
import { createCastSlice } from './speak/cast-slice'
import { createChecksSlice } from './speak/checks-slice'
import { createListeningSlice } from './speak/listening-slice'
import { connectMediaKeys } from './speak/media-controls'
import { createPlayerSlice } from './speak/player-slice'
import { createPronunciationsSlice } from './speak/pronunciations-slice'
import { createReadingSlice, type ReadingNeighbours } from './speak/reading-slice'
import { createRtfMemory, type RtfMemory } from './speak/rtf-memory'
import { createSpeakSlice } from './speak/speak-slice'
import { createUnfinishedSlice, type ReadingClaims } from './speak/unfinished-slice'
import { createBookSlice } from './sound-export/book-slice'
import { createExportSlice } from './sound-export/export-slice'
import { createStorageSlice } from './storage/storage-slice'
import { confirmWhenIdle, createConfirmationSlice } from './voice-library/confirmation-slice'
import { readyEngineForDrafts } from './voice-library/engine-readying'
import { createPromptEmbedder } from './voice-library/prompt-embedding'
import { createDesignSlice } from './voice-library/design-slice'
import { createLearnSlice } from './voice-library/learn-slice'
import { createMixSlice } from './voice-library/mix-slice'
import { createMoodsSlice } from './voice-library/moods-slice'
import { createRefineSlice } from './voice-library/refine-slice'
import { createTranscriptsSlice } from './voice-library/transcripts-slice'
import { createVoiceSource } from './voice-library/voice-source'
import { createVoicesSlice } from './voice-library/voices-slice'

/**
 * Makes the store. It does no I/O of its own: everything goes through `services`, which it listens to from now on for
 * as long as the page lives.
 */
export function createAppStore(services: AppServices): StoreApi<AppState> {
  const acts = createRunningActs((running) => { store.setState({ running }) })
  const memories = createMemories(services, () => store.getState())
  const store = createStore<AppState>()((set, get) => {
    const parts = { services, acts, ...memories, neighbours: neighboursOfReadings(get) }
    return {
      ...createNoticesSlice(set, get),
      ...createStorageSlice(services, set, get),
      ...createPlayerSlice(services, set, get),
      ...createListeningSlice(parts, set, get),
      ...createModelsSlice(parts, set, get),
      ...createHubTokenSlice(memories.keeper, set),
      ...createAddressSlice(parts, set, get),
      ...createSpeedSlice(parts, set, get),
      ...createGpuTestSlice(parts, set, get),
      ...createDocumentsSlice(parts, set, get),
      ...createVoicesSlice(parts, set, get),
      ...createSamplesSlice(parts, get),
      ...createTranscriptsSlice(parts, set, get),
      ...createRefineSlice(parts, set, get),
      ...createConfirmationSlice(parts, set, get),
      ...createMixSlice(parts, set, get),
      ...createDesignSlice(parts, set, get),
      ...createMoodsSlice(parts, get),
      ...createLearnSlice(parts, set, get),
      ...createRecordingSlice(parts, set, get),
      ...createTakesSlice(parts, set, get),
      ...createSimilaritySlice(parts, set, get),
      ...createExportSlice(parts, set, get),
      ...createBookSlice(parts, set, get),
      ...createComparisonSlice(parts, set, get),
      ...createPronunciationsSlice(parts, set, get),
      ...createCastSlice(memories.keeper, set, get),
      ...createChecksSlice(parts, set, get),
      ...createReadingSlice(parts, set, get),
      ...createSpeakSlice({ ...parts, whenReady: () => get().whenReady() }, set, get),
      ...createGuideSlice({ ...parts, whenReady: () => get().whenReady() }, set, get),
      ...createDubbingSlice({ ...parts, whenReady: () => get().whenReady() }, set, get),
      ...createUnfinishedSlice(parts, set, get),
      ...createProjectsSlice(parts, set, get),
      ...createMakingSlice(parts, set, get),
      ...createLinesSlice(parts, get),
      ...createProjectExportSlice(parts, set, get),
      ...createAppUpdateSlice(services, set, get),
      ...createLifecycleSlice({ ...parts, reset }, set, get),
    }
  })

  /** As before `start`, but for what the app knows of itself. */
  function reset(): void {
    memories.forget()
    const { running, updateReady, offlineReady } = store.getState()
    store.setState({ ...store.getInitialState(), running, updateReady, offlineReady, player: services.player.state() }, true)
  }

  readyEngineForDrafts(store, services, acts)
  confirmWhenIdle(store)
  transcribeWhenIdle(store)
  connectMediaKeys(store, services.mediaKeys)
  analyseDrafts(store, services.analysis, acts, memories.embedPrompt)
  return store
}

/** What is held beside the state. */
function createMemories(services: AppServices, get: GetState<AppState>) {
  const keeper: ChoiceKeeper = createChoiceKeeper(services.settings, get, () => rtfMemory.all())
  const rtfMemory: RtfMemory = createRtfMemory(keeper)
  const voiceSource = createVoiceSource(services)
  const embedder = createPromptEmbedder(services)
  const sounds = createTakeSounds(services)
  const claims: ReadingClaims = new Map()
  return {
    keeper,
    rtfMemory,
    voiceSource,
    embedPrompt: embedder.embed,
    sounds,
    claims,
    /** Lets go of all that is the person's. */
    forget() {
      voiceSource.forget()
      embedder.forget()
      sounds.forget()
      for (const giveBack of claims.values()) giveBack()
      claims.clear()
    },
  }
}

function neighboursOfReadings(get: GetState<AppState>): ReadingNeighbours {
  return {
    onBegin() {
      get().stopChecking()
    },
    onTake(takeId, isComplete) {
      void get().measureSimilarity(takeId)
      const { checksReadings, lastTake } = get()
      // A film's pauses are not the voice's.
      if (isComplete && checksReadings && !(lastTake?.id === takeId && (lastTake.check ?? lastTake.dub))) get().checkQuietly(takeId)
    },
    onLeftOpen: () => get().findUnfinished(),
  }
}
