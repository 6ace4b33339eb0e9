import type { AppUpdateSlice } from './app/app-update-slice'
import type { LifecycleSlice } from './app/lifecycle-slice'
import type { NoticesSlice } from './app/notices-slice'
import type { ComparisonSlice } from './compare/comparison-slice'
import type { DocumentsSlice } from './documents/documents-slice'
import type { DubbingSlice } from './dubbing/dubbing-slice'
import type { GpuTestSlice } from './gpu-test/gpu-test-slice'
import type { SimilaritySlice } from './history/similarity-slice'
import type { TakesSlice } from './history/takes-slice'
import type { AddressSlice } from './models/address-slice'
import type { HubTokenSlice } from './models/hub-token-slice'
import type { ModelsSlice } from './models/models-slice'
import type { SpeedSlice } from './models/speed-slice'
import type { SamplesSlice } from './samples/samples-slice'
import type { LinesSlice } from './projects/lines-slice'
import type { MakingSlice } from './projects/making-slice'
import type { ProjectExportSlice } from './projects/project-export-slice'
import type { ProjectsSlice } from './projects/projects-slice'
import type { RecordingSlice } from './record-voice/recording-slice'
import type { GuideSlice } from './say-like/guide-slice'
import type { CastSlice } from './speak/cast-slice'
import type { ChecksSlice } from './speak/checks-slice'
import type { ListeningSlice } from './speak/listening-slice'
import type { PlayerSlice } from './speak/player-slice'
import type { PronunciationsSlice } from './speak/pronunciations-slice'
import type { ReadingSlice } from './speak/reading-slice'
import type { SpeakSlice } from './speak/speak-slice'
import type { UnfinishedSlice } from './speak/unfinished-slice'
import type { BookSlice } from './sound-export/book-slice'
import type { ExportSlice } from './sound-export/export-slice'
import type { StorageSlice } from './storage/storage-slice'
import type { ConfirmationSlice } from './voice-library/confirmation-slice'
import type { DesignSlice } from './voice-library/design-slice'
import type { LearnSlice } from './voice-library/learn-slice'
import type { MixSlice } from './voice-library/mix-slice'
import type { MoodsSlice } from './voice-library/moods-slice'
import type { RefineSlice } from './voice-library/refine-slice'
import type { TranscriptsSlice } from './voice-library/transcripts-slice'
import type { VoicesSlice } from './voice-library/voices-slice'

/** The app's whole state and actions: one zustand store, made of slices. Actions are free of `this`. */
export type AppState = RecordingSlice &
  VoicesSlice &
  SamplesSlice &
  SpeakSlice &
  CastSlice &
  ReadingSlice &
  PlayerSlice &
  ListeningSlice &
  PronunciationsSlice &
  TakesSlice &
  GuideSlice &
  DubbingSlice &
  UnfinishedSlice &
  ChecksSlice &
  SimilaritySlice &
  ExportSlice &
  BookSlice &
  ProjectsSlice &
  MakingSlice &
  LinesSlice &
  ProjectExportSlice &
  ComparisonSlice &
  RefineSlice &
  ConfirmationSlice &
  MixSlice &
  DesignSlice &
  MoodsSlice &
  LearnSlice &
  TranscriptsSlice &
  DocumentsSlice &
  ModelsSlice &
  AddressSlice &
  HubTokenSlice &
  SpeedSlice &
  GpuTestSlice &
  StorageSlice &
  NoticesSlice &
  AppUpdateSlice &
  LifecycleSlice
