import { createAnalysisService } from '../engine/analysis-client'
import { decodeAudioFile } from '../engine/decode-audio-file'
import { createInferenceService } from '../engine/inference-client'
import { createModelsService } from '../engine/models-client'
import { createPlayer } from '../engine/player'
import { createRecorder } from '../engine/recorder'
import { createTranscriptionService } from '../engine/transcription-client'
import { createDatabase } from '../storage/database'
import { createOpenReadingRepository } from '../storage/open-readings'
import { createPreparedVoiceRepository } from '../storage/prepared-voices'
import { createSettingsRepository } from '../storage/settings'
import { createStorageInspector } from '../storage/storage-inspector'
import { createTakeRepository } from '../storage/takes'
import { voiceFileCodec } from '../storage/voice-file'
import { createVoiceRepository } from '../storage/voices'
import { createVoteRepository } from '../storage/votes'
import type { AppServices, AppUpdates } from '../store/app-services'
import { registerServiceWorker, type ServiceWorkerHandle } from './service-worker-registration'

/** The one place where real services are made and joined. */
export function composeServices(): AppServices {
  const database = createDatabase()
  return {
    inference: createInferenceService(),
    models: createModelsService(),
    transcription: createTranscriptionService(),
    analysis: createAnalysisService(),
    player: createPlayer(),
    recorder: createRecorder(),
    decodeAudioFile,
    voices: createVoiceRepository(database),
    preparedVoices: createPreparedVoiceRepository(database),
    takes: createTakeRepository(database),
    openReadings: createOpenReadingRepository(database),
    votes: createVoteRepository(database),
    settings: createSettingsRepository(database),
    storage: createStorageInspector(database),
    voiceFile: voiceFileCodec,
    updates: createUpdates(),
    newSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    newId: () => crypto.randomUUID(),
  }
}

function createUpdates(): AppUpdates {
  let handle: ServiceWorkerHandle | null = null
  return {
    watch(listeners) {
      handle = registerServiceWorker(listeners)
    },
    apply() {
      handle?.applyUpdate()
    },
  }
}
