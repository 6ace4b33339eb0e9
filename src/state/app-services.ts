import type {
  AnalysisService,
  DocumentsService,
  ExportService,
  GpuTestService,
  InferenceService,
  LearningService,
  MediaKeysService,
  ModelsService,
  PlayerService,
  ReadSoundFile,
  RecorderService,
  TranscriptionService,
  WakeLockService,
} from '../services/services'
import type {
  LearningRepository,
  OpenReadingRepository,
  PreparedVoiceRepository,
  ProjectFileCodec,
  ProjectRepository,
  SettingsRepository,
  StorageInspector,
  TakeRepository,
  VoiceFileCodec,
  VoiceRepository,
  VoteRepository,
} from '../shared/storage/services'

export interface UpdateListeners {
  readonly onUpdateReady: () => void
  /** The app opens without a network from now on. */
  readonly onOfflineReady: () => void
  /** Asked before the page reloads by itself: true where nothing would be lost. */
  readonly canReload: () => boolean
}

/** Watches for a newer build of the app. */
export interface AppUpdates {
  /** Starts watching. */
  watch(listeners: UpdateListeners): void
  /** Swaps in the newer build and reloads the page. */
  apply(): void
}

/** Everything outside the store that its actions use; made once in `app/compose.ts`, replaced by fakes in tests. */
export interface AppServices {
  readonly inference: InferenceService
  readonly learning: LearningService
  readonly models: ModelsService
  readonly transcription: TranscriptionService
  readonly analysis: AnalysisService
  readonly documents: DocumentsService
  readonly gpuTest: GpuTestService
  readonly exporter: ExportService
  readonly player: PlayerService
  readonly mediaKeys: MediaKeysService
  readonly wakeLock: WakeLockService
  readonly recorder: RecorderService
  readonly readSoundFile: ReadSoundFile
  /** How long a video or sound file lasts, seconds. Errors: `film-unreadable`. */
  readonly readFilmSeconds: (file: Blob) => Promise<number>
  /** Reads a file that comes with the app, by its address below the page. Errors: `playback-failed`. */
  readonly readShipped: (address: string) => Promise<Blob>
  readonly voices: VoiceRepository
  readonly preparedVoices: PreparedVoiceRepository
  readonly learnings: LearningRepository
  readonly takes: TakeRepository
  readonly openReadings: OpenReadingRepository
  readonly projects: ProjectRepository
  readonly votes: VoteRepository
  readonly settings: SettingsRepository
  readonly storage: StorageInspector
  readonly voiceFile: VoiceFileCodec
  readonly projectFile: ProjectFileCodec
  readonly updates: AppUpdates
  /** Whether this browser can run an engine at all. */
  readonly canCompute: () => boolean
  /** A fresh unsigned 32-bit seed. */
  readonly newSeed: () => number
  /** A fresh unique id. */
  readonly newId: () => string
}
