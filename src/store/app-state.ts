import type { CaptureSettings, Microphone, PlayerState } from '../engine/services'
import type { EngineDescription, ExecutionProvider, SpeakSettings, StageTiming, VoicePrompt } from '../protocol/engine'
import type { ErrorInfo } from '../protocol/errors'
import type { Progress, RuntimeInfo } from '../protocol/inference'
import type { PackStatus } from '../protocol/model-pack'
import type { SavedTake, SavedVoice, StorageReport, TakeFigures } from '../protocol/records'

/** The app's whole state and actions: one zustand store, made of slices. Types only; slices implement them. */

/** A finding about a prompt: `refuse` blocks saving, `warn` does not. */
export interface PromptFinding {
  readonly severity: 'refuse' | 'warn'
  readonly code: 'silent' | 'too-short' | 'clipping' | 'very-quiet' | 'long'
  readonly message: string
}

/** A prompt that is being made: recorded or dropped, not saved yet. */
export interface PromptDraft {
  readonly prompt: VoicePrompt
  readonly source: 'microphone' | 'file'
  readonly name: string
  /** Trim handles in seconds; the suggestion at first. */
  readonly startSeconds: number
  readonly endSeconds: number
  readonly findings: readonly PromptFinding[]
}

export type RecordingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'countdown'; readonly secondsLeft: number }
  | { readonly phase: 'recording'; readonly seconds: number; readonly peak: number; readonly rms: number; readonly capture: CaptureSettings }
  | { readonly phase: 'decoding'; readonly fileName: string }
  | { readonly phase: 'draft'; readonly draft: PromptDraft }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

export interface PromptSlice {
  readonly recording: RecordingState
  readonly microphones: readonly Microphone[]
  readonly microphoneId: string | null
  listMicrophones(): Promise<void>
  chooseMicrophone(deviceId: string): void
  /** Asks, counts down (3, 2, 1), records. */
  startRecording(): Promise<void>
  stopRecording(): Promise<void>
  cancelRecording(): Promise<void>
  openFile(file: Blob & { readonly name: string }): Promise<void>
  trimDraft(startSeconds: number, endSeconds: number): void
  suggestTrim(): void
  /** Plays what lies between the trim handles. Call inside a gesture. */
  playDraft(): void
  discardDraft(): void
  /** Keeps the trimmed draft as a voice and selects it. `consentGiven` must be true, else `consent-missing`. */
  saveDraft(name: string, consentGiven: boolean): Promise<void>
}

/** What the player holds: one sound at a time, and only a reading belongs into "3 Listen". */
export type PlaybackSource =
  | { readonly kind: 'reading' }
  | { readonly kind: 'take'; readonly takeId: string }
  | { readonly kind: 'draft' }
  | { readonly kind: 'prompt'; readonly voiceId: string }

export interface VoicesSlice {
  readonly voices: readonly SavedVoice[]
  readonly selectedVoiceId: string | null
  /** Reads the list again: another tab may have changed it. */
  refreshVoices(): Promise<void>
  selectVoice(id: string): void
  renameVoice(id: string, name: string): Promise<void>
  deleteVoice(id: string): Promise<void>
  /** Gives the file to save. */
  exportVoice(id: string): { readonly blob: Blob; readonly fileName: string }
  importVoice(file: Blob): Promise<void>
  /** Plays the prompt of a saved voice. Call inside a gesture. */
  playPrompt(id: string): void
}

/** Where a reading stands. The text and voice are untouched by every end of it. */
export type SpeakState =
  | { readonly phase: 'idle' }
  /** The pack is not on this device yet; the reading goes on by itself once it is. */
  | { readonly phase: 'awaiting-pack'; readonly packId: string }
  | { readonly phase: 'loading'; readonly progress: Progress }
  | { readonly phase: 'preparing'; readonly progress: Progress }
  | { readonly phase: 'speaking'; readonly chunkIndex: number; readonly chunkCount: number; readonly fraction: number }
  | { readonly phase: 'done' }
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

export interface SpeakSlice {
  readonly text: string
  readonly language: string
  readonly settings: SpeakSettings
  /** False: every "Speak" rolls a new seed. */
  readonly seedPinned: boolean
  readonly speakState: SpeakState
  readonly player: PlayerState
  readonly playback: PlaybackSource | null
  /** Figures of the reading in progress or the last one. */
  readonly figures: TakeFigures | null
  readonly liveStages: readonly StageTiming[]
  readonly engine: EngineDescription | null
  readonly runtime: RuntimeInfo | null
  setText(text: string): void
  setLanguage(language: string): void
  setSettings(settings: Partial<SpeakSettings>): void
  setSeedPinned(pinned: boolean): void
  /** Draws a new seed. */
  rollSeed(): void
  /** Loads what is needed, prepares the voice (or takes the kept one), speaks, plays, keeps the take. Call in a click. */
  speak(): Promise<void>
  /** Stops sound and generation at once; what exists is kept as an incomplete take. */
  stopSpeaking(): void
  /** Silence, without touching a generation that runs. */
  stopPlayback(): void
  pausePlayback(): void
  resumePlayback(): void
  seek(seconds: number): void
}

export interface TakesSlice {
  readonly takes: readonly SavedTake[]
  /** The newest reading of this visit, kept or not (a full disk keeps nothing, but it can still be downloaded). */
  readonly lastTake: SavedTake | null
  /** Id of the take that the player holds, if any. */
  readonly currentTakeId: string | null
  replayTake(id: string): Promise<void>
  /** Same text, voice, engine, settings, seed: the same samples on the same runtime. */
  regenerateTake(id: string): Promise<void>
  deleteTake(id: string): Promise<void>
  deleteAllTakes(): Promise<void>
  takeWav(id: string): Promise<{ readonly blob: Blob; readonly fileName: string }>
  /** The take's facts as JSON (text, voice, engine, settings, seed, figures). */
  takeDetails(id: string): { readonly blob: Blob; readonly fileName: string }
}

export interface ModelsSlice {
  readonly packs: readonly PackStatus[]
  /** The pack that speaks. */
  readonly selectedPackId: string | null
  readonly executionProvider: ExecutionProvider
  /** 0: automatic. */
  readonly threads: number
  /** Packs whose licence and credit the person has seen and accepted. */
  readonly acceptedLicences: readonly string[]
  /** The pack whose licence the person is being asked about, if any. */
  readonly licenceQuestion: string | null
  selectPack(id: string): void
  /** Downloads at once if the licence was accepted before, else asks first. Call inside a gesture. */
  requestPack(id: string): void
  /** Closes the question; a reading that waited for the answer is given up. */
  declineLicence(): void
  acceptLicence(packId: string): void
  /** Call inside a gesture: also asks the browser to keep the data. */
  downloadPack(id: string): Promise<void>
  pausePack(id: string): Promise<void>
  removePack(id: string): Promise<void>
  verifyPack(id: string): Promise<void>
  importModelFiles(files: readonly File[]): Promise<void>
  setRuntime(executionProvider: ExecutionProvider, threads: number): void
}

export interface StorageSlice {
  readonly storage: StorageReport | null
  refreshStorage(): Promise<void>
  askPersist(): Promise<void>
  freePartialDownloads(): Promise<void>
  eraseAll(): Promise<void>
}

/** Things said to the person outside the place where they act; the newest last. Errors stay until dismissed. */
export interface Notice {
  readonly id: number
  readonly kind: 'error' | 'info'
  readonly error?: ErrorInfo
  readonly message?: string
}

export interface NoticesSlice {
  readonly notices: readonly Notice[]
  notifyError(error: ErrorInfo): void
  notifyInfo(message: string): void
  dismissNotice(id: number): void
}

export interface AppUpdateSlice {
  readonly updateReady: boolean
  readonly offlineReady: boolean
  /** Applies the waiting update; refused (kept for later) while speaking or recording. */
  applyUpdate(): void
}

export interface LifecycleSlice {
  readonly ready: boolean
  /** Reads what is kept and opens the models worker. Never rejects: problems become notices. */
  start(): Promise<void>
}

export type AppState = PromptSlice &
  VoicesSlice &
  SpeakSlice &
  TakesSlice &
  ModelsSlice &
  StorageSlice &
  NoticesSlice &
  AppUpdateSlice &
  LifecycleSlice
