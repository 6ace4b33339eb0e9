import type { PreparedVoice } from '../protocol/engine'
import type { SavedTake, SavedVoice, StorageReport, VoiceTranscript } from '../protocol/records'

/**
 * What is kept on the device, as the store sees it. Every call rejects with a `MynaError`: `storage-full` (nothing
 * already kept is lost), `storage-unavailable` (private mode), `record-missing`.
 */
export interface VoiceRepository {
  list(): Promise<readonly SavedVoice[]>
  save(voice: SavedVoice): Promise<void>
  rename(id: string, name: string): Promise<SavedVoice>
  /** Keeps what is said in the prompt; null takes it away. */
  setTranscript(id: string, transcript: VoiceTranscript | null): Promise<SavedVoice>
  /** Deletes the voice and everything prepared from it. */
  delete(id: string): Promise<void>
}

export interface PreparedVoiceRepository {
  read(promptSha256: string, packKey: string): Promise<PreparedVoice | null>
  write(promptSha256: string, voice: PreparedVoice): Promise<void>
}

export interface TakeRepository {
  /** Newest first. */
  list(): Promise<readonly SavedTake[]>
  save(take: SavedTake, samples: Float32Array): Promise<void>
  readSamples(id: string): Promise<Float32Array>
  delete(id: string): Promise<void>
  deleteAll(): Promise<void>
}

/** Small settings and the draft text, so that a crash or reload loses nothing. */
export interface SettingsRepository {
  read<T>(key: string): Promise<T | null>
  write(key: string, value: unknown): Promise<void>
}

export interface StorageInspector {
  report(): Promise<StorageReport>
  /** Asks the browser to keep the data; call inside a gesture. */
  persist(): Promise<boolean>
  freePartialDownloads(): Promise<void>
  /** Deletes everything: voices, takes, models, settings. */
  eraseAll(): Promise<void>
}

/** One versioned file per voice: see `voice-file.ts`. */
export interface VoiceFileCodec {
  encode(voice: SavedVoice): Blob
  /** Errors: `voice-file-invalid`, `voice-file-too-new`. */
  decode(file: Blob): Promise<SavedVoice>
}
