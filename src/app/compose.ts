import { createAnalysisService } from '../services/analysis-service'
import { canCompute } from '../services/compute-support'
import { createDocumentsService } from '../services/documents-service'
import { createExportService } from '../services/export-service'
import { createGpuTestService } from '../services/gpu-test-service'
import { createInferenceService } from '../services/inference-service'
import { createMediaKeys } from '../services/media-keys'
import { createModelsService } from '../services/models-service'
import { createPlayer } from '../services/player'
import { createRecorder } from '../services/recorder'
import { readFilmSeconds } from '../services/sound-files/film-length'
import { readSoundFile } from '../services/sound-files/read-sound-file'
import { createTranscriptionService } from '../services/transcription-service'
import { createWakeLock } from '../services/wake-lock'
import { MynaError, toMynaError } from '../shared/protocol/errors'
import { createDatabase } from '../shared/storage/database'
import { createLearningRepository } from '../shared/storage/learnings'
import { createOpenReadingRepository } from '../shared/storage/open-readings'
import { createPreparedVoiceRepository } from '../shared/storage/prepared-voices'
import { projectFileCodec } from '../shared/storage/project-file'
import { createProjectRepository } from '../shared/storage/projects'
import { createSettingsRepository } from '../shared/storage/settings'
import { createStorageInspector } from '../shared/storage/storage-inspector'
import { createTakeRepository } from '../shared/storage/takes'
import { voiceFileCodec } from '../shared/storage/voice-file'
import { createVoiceRepository } from '../shared/storage/voices'
import { createVoteRepository } from '../shared/storage/votes'
import type { AppServices, AppUpdates } from '../state/app-services'
import { spawnLearningWorker } from '../../workers/addresses'
import { registerServiceWorker, type ServiceWorkerHandle } from './service-worker-registration'

/** The one place where real services are made and joined. */
export function composeServices(): AppServices {
  const database = createDatabase()
  return {
    inference: createInferenceService(),
    learning: createInferenceService(spawnLearningWorker),
    models: createModelsService(),
    transcription: createTranscriptionService(),
    analysis: createAnalysisService(),
    documents: createDocumentsService(),
    gpuTest: createGpuTestService(),
    exporter: createExportService(),
    player: createPlayer(),
    mediaKeys: createMediaKeys(),
    wakeLock: createWakeLock(),
    recorder: createRecorder(),
    readSoundFile,
    readFilmSeconds,
    readShipped,
    voices: createVoiceRepository(database),
    preparedVoices: createPreparedVoiceRepository(database),
    learnings: createLearningRepository(database),
    takes: createTakeRepository(database),
    openReadings: createOpenReadingRepository(database),
    projects: createProjectRepository(database),
    votes: createVoteRepository(database),
    settings: createSettingsRepository(database),
    storage: createStorageInspector(database),
    voiceFile: voiceFileCodec,
    projectFile: projectFileCodec,
    updates: createUpdates(),
    canCompute,
    newSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    newId: () => crypto.randomUUID(),
  }
}

async function readShipped(address: string): Promise<Blob> {
  const response = await fetch(address).catch((thrown: unknown) => { throw toMynaError(thrown, 'playback-failed') })
  if (!response.ok) throw new MynaError('playback-failed', `${address}: HTTP ${response.status}`)
  return response.blob()
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
