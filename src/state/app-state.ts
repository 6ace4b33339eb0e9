import type { PromptFigures, PromptFinding } from '../shared/audio/prompt-check'
import type { PromptScore } from '../shared/audio/prompt-score'
import type { SpeechFrames } from '../shared/audio/speech-frames'
import type { SpeechMap } from '../shared/audio/speech-segments'
import type { CaptureSettings, Microphone, PlayerState } from '../services/services'
import type { ComputeChoice, EngineDescription, SpeakSettings, StageTiming, VoicePrompt } from '../shared/protocol/engine'
import type { ErrorInfo } from '../shared/protocol/errors'
import type { Progress, RuntimeInfo } from '../shared/protocol/inference'
import type { PackStatus } from '../shared/protocol/model-pack'
import type { SubtitleFormat } from '../shared/text/subtitles'
import type { ComparisonVote, OpenReading, SavedTake, SavedVoice, StorageReport, TakeFigures } from '../shared/protocol/records'
import type { Pronunciation } from '../shared/text/pronunciations'
import type { ReadingStep } from './speak/sentence-candidates'

/** The app's whole state and actions: one zustand store, made of slices. Types only; slices implement them. Actions are free of `this`. */

/** What the speech detector heard in a recording. */
export interface HeardSpeech {
  readonly frames: SpeechFrames
  readonly speech: SpeechMap
}

/** A recording or file that a draft is made of. */
export interface PromptClip {
  readonly name: string
  readonly prompt: VoicePrompt
  /** Null until somebody listened. */
  readonly heard: HeardSpeech | null
}

/** A stretch of a clip, in seconds, that was joined with others. */
export interface JoinedPart {
  /** Place in the draft's list of clips. */
  readonly clip: number
  readonly startSeconds: number
  readonly endSeconds: number
}

/** The part between the handles without its noise. */
export type CleaningState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'working' }
  | { readonly phase: 'ready'; readonly samples: Float32Array }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

/** A prompt that is being made: recorded or dropped, not saved yet. */
export interface PromptDraft {
  /** What lies under the handles: the one clip, or what was joined from all of them. */
  readonly prompt: VoicePrompt
  readonly clips: readonly PromptClip[]
  /** What `prompt` was joined from; empty where it is the one clip as it is. */
  readonly parts: readonly JoinedPart[]
  /** A clip that is being added, or parts that are being chosen; `fraction` null while nobody can know. */
  readonly joining: { readonly label: string; readonly fraction: number | null } | null
  readonly source: 'microphone' | 'file'
  readonly name: string
  /** Trim handles in seconds; the suggestion until a person moves them. */
  readonly startSeconds: number
  readonly endSeconds: number
  readonly isTrimmed: boolean
  /** What the speech detector heard in all of `prompt`; null until then, and for good where it cannot listen. */
  readonly heard: HeardSpeech | null
  /** How much of a long recording was listened to, 0 to 1; null when nobody is listening. */
  readonly hearing: number | null
  readonly hasSeveralSpeakers: boolean
  /** Which of both is played, judged and saved: the person's choice. */
  readonly sound: 'original' | 'cleaned'
  readonly cleaning: CleaningState
  /** What was measured in the part between the handles, what that means, and what it is worth. */
  readonly figures: PromptFigures
  readonly findings: readonly PromptFinding[]
  readonly score: PromptScore
  /** Why nobody could listen for speech or for more than one voice; the draft is as good as before. */
  readonly listenFailure?: ErrorInfo
}

/** A `File`, or what stands for one. */
export type NamedFile = Blob & { readonly name: string }

export type RecordingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'countdown'; readonly secondsLeft: number }
  | { readonly phase: 'recording'; readonly seconds: number; readonly peak: number; readonly rms: number; readonly capture: CaptureSettings }
  | { readonly phase: 'decoding'; readonly fileName: string; readonly fraction: number | null }
  | { readonly phase: 'draft'; readonly draft: PromptDraft }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

export interface PromptSlice {
  readonly recording: RecordingState
  /** The draft that waits while more is recorded for it. */
  readonly setAside: PromptDraft | null
  readonly microphones: readonly Microphone[]
  readonly microphoneId: string | null
  readonly listMicrophones: () => Promise<void>
  readonly chooseMicrophone: (deviceId: string) => void
  /** Asks, counts down (3, 2, 1), records. */
  readonly startRecording: () => Promise<void>
  /** Records more for the open draft, which keeps the name typed so far and comes back when that is given up or fails. */
  readonly recordMore: (name: string) => Promise<void>
  readonly stopRecording: () => Promise<void>
  readonly cancelRecording: () => Promise<void>
  readonly openFile: (file: NamedFile) => Promise<void>
  /** The first becomes a draft, the best parts of the others are joined to it. */
  readonly openFiles: (files: readonly NamedFile[]) => Promise<void>
  readonly trimDraft: (startSeconds: number, endSeconds: number) => void
  readonly suggestTrim: () => void
  /** With the noise or without it. The choice is kept while the handles move, and stored with the voice. */
  readonly chooseDraftSound: (sound: PromptDraft['sound']) => void
  /** Joins the best parts of the draft's clips and these files, as far as they are of one person. */
  readonly addToDraft: (files: readonly NamedFile[]) => Promise<void>
  /** Joins the best parts of the draft's clips and this one, which stays among them whether or not that works. */
  readonly addClip: (prompt: VoicePrompt) => Promise<void>
  /** Joins the best parts of what there is. */
  readonly joinDraft: () => Promise<void>
  /** Gives up adding and joining; the draft is as it was. */
  readonly stopJoining: () => void
  /** Joins what is left; the last clip is taken as it is. */
  readonly removeClip: (index: number) => Promise<void>
  /** Plays what lies between the trim handles. Call inside a gesture. */
  readonly playDraft: () => void
  readonly discardDraft: () => void
  /** Keeps the trimmed draft as a voice and selects it. `consentGiven` must be true, else `consent-missing`. */
  readonly saveDraft: (name: string, consentGiven: boolean) => Promise<void>
}

/** What the player holds: one sound at a time, and only a reading belongs into "3 Listen". */
export type PlaybackSource =
  | { readonly kind: 'reading' }
  | { readonly kind: 'take'; readonly takeId: string }
  | { readonly kind: 'draft' }
  | { readonly kind: 'comparison'; readonly side: ComparisonSide }
  | { readonly kind: 'prompt'; readonly voiceId: string }

export interface VoicesSlice {
  readonly voices: readonly SavedVoice[]
  readonly selectedVoiceId: string | null
  /** Reads the list again: another tab may have changed it. */
  readonly refreshVoices: () => Promise<void>
  readonly selectVoice: (id: string) => void
  readonly renameVoice: (id: string, name: string) => Promise<void>
  readonly deleteVoice: (id: string) => Promise<void>
  /** Gives the file to save. */
  readonly exportVoice: (id: string) => { readonly blob: Blob; readonly fileName: string }
  readonly importVoice: (file: Blob) => Promise<void>
  /** Plays the prompt of a saved voice. Call inside a gesture. */
  readonly playPrompt: (id: string) => void
}

/** Where a reading stands. The text and voice are untouched by every end of it. */
export type SpeakState =
  | { readonly phase: 'idle' }
  /** The pack is not on this device yet; the reading goes on by itself once it is. */
  | { readonly phase: 'awaiting-pack'; readonly packId: string }
  | { readonly phase: 'loading'; readonly progress: Progress }
  | { readonly phase: 'preparing'; readonly progress: Progress }
  | { readonly phase: 'speaking'; readonly chunkIndex: number; readonly chunkCount: number; readonly fraction: number; readonly step?: ReadingStep }
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
  readonly setText: (text: string) => void
  readonly setLanguage: (language: string) => void
  readonly setSettings: (settings: Partial<SpeakSettings>) => void
  readonly setSeedPinned: (pinned: boolean) => void
  /** Draws a new seed. */
  readonly rollSeed: () => void
  /** Loads what is needed, prepares the voice (or takes the kept one), speaks, plays, keeps the take. Call in a click. */
  readonly speak: () => Promise<void>
  /** Stops sound and generation at once; what exists is kept as an incomplete take. */
  readonly stopSpeaking: () => void
  /** Silence, without touching a generation that runs. */
  readonly stopPlayback: () => void
  readonly pausePlayback: () => void
  readonly resumePlayback: () => void
  readonly seek: (seconds: number) => void
}

/** How the person wants words to be said, whatever the engine. */
export interface PronunciationsSlice {
  /** Of all languages, the newest first. */
  readonly pronunciations: readonly Pronunciation[]
  /** Takes the place of an entry for the same word and language. */
  readonly keepPronunciation: (entry: Pronunciation) => void
  readonly forgetPronunciation: (entry: Pronunciation) => void
}

export interface TakesSlice {
  readonly takes: readonly SavedTake[]
  /** The newest reading of this visit, kept or not (a full disk keeps nothing, but it can still be downloaded). */
  readonly lastTake: SavedTake | null
  /** Id of the take that the player holds, if any. */
  readonly currentTakeId: string | null
  readonly replayTake: (id: string) => Promise<void>
  /** Same text, voice, engine, settings, seed: the same samples on the same runtime. */
  readonly regenerateTake: (id: string) => Promise<void>
  readonly deleteTake: (id: string) => Promise<void>
  readonly deleteAllTakes: () => Promise<void>
  readonly takeWav: (id: string) => Promise<{ readonly blob: Blob; readonly fileName: string }>
  /** The take's sentences with their times; word by word in WebVTT where it was checked. */
  readonly takeSubtitles: (id: string, format: SubtitleFormat) => { readonly blob: Blob; readonly fileName: string }
  /** The take's facts as JSON (text, voice, engine, settings, seed, figures). */
  readonly takeDetails: (id: string) => { readonly blob: Blob; readonly fileName: string }
}

/** A reading that a closed or crashed tab left behind. */
export interface UnfinishedReading {
  readonly reading: OpenReading
  /** Sentences that are there. */
  readonly doneCount: number
}

export interface UnfinishedSlice {
  /** What this tab may decide about: another tab offers nothing of it. */
  readonly unfinished: readonly UnfinishedReading[]
  /** Looks for readings that no tab is making any more, now and for as long as this tab lives. */
  readonly findUnfinished: () => Promise<void>
  /** Speaks the sentences that lack, as they would have been without the break. Call in a click. */
  readonly goOnReading: (id: string) => Promise<void>
  /** Makes what is there an incomplete take. */
  readonly keepUnfinished: (id: string) => Promise<void>
  readonly deleteUnfinished: (id: string) => Promise<void>
}

/** Where the checking of a take stands. */
export type CheckState =
  | { readonly phase: 'idle' }
  /** The listener is not on this device yet; the check goes on by itself once it is. */
  | { readonly phase: 'awaiting-listener'; readonly takeId: string }
  | {
      readonly phase: 'checking'
      readonly takeId: string
      /** What is being done, in words. */
      readonly label: string
      readonly doneCount: number
      readonly sentenceCount: number
    }
  | { readonly phase: 'failed'; readonly takeId: string; readonly error: ErrorInfo }

export interface ChecksSlice {
  readonly checkState: CheckState
  /** Whether every finished reading is checked by itself, once the listener is on this device. */
  readonly checksReadings: boolean
  /** How often a sentence that failed is spoken again; 0 leaves it to the person. */
  readonly retryLimit: number
  /** Readings of every sentence, of which the best is kept: 1 to 8. */
  readonly bestOf: number
  /** Listens to a take and keeps what was heard with it. Without a listener it asks for one. */
  readonly checkTake: (id: string) => Promise<void>
  /** As `checkTake`, but nothing happens without a listener. */
  readonly checkQuietly: (id: string) => void
  readonly stopChecking: () => void
  readonly setChecking: (choice: { readonly checksReadings?: boolean; readonly retryLimit?: number; readonly bestOf?: number }) => void
}

export interface SimilaritySlice {
  /** Why the newest comparison has no result. Nothing depends on one, so the page only leaves its line out. */
  readonly similarityFailure: { readonly takeId: string; readonly error: ErrorInfo } | null
  /**
   * Compares a take with the prompt of its voice and keeps the score with it. Never rejects. Nothing happens while a
   * reading is made, for a take of less than a second, and without the voice.
   */
  readonly measureSimilarity: (id: string) => Promise<void>
  readonly stopMeasuringSimilarity: () => void
}

/** The two readings of a comparison, as a person hears of them. */
export type ComparisonSide = 'a' | 'b'

export interface ComparisonSlice {
  /** Ids of the takes to compare, in the order in which they were chosen: two at most. */
  readonly compared: readonly string[]
  /** Names are hidden and the order is random until a verdict is given. */
  readonly blind: boolean
  /** True where the take that was chosen second is A. */
  readonly swapped: boolean
  /** What the person said of these two, blind; null before. */
  readonly verdict: ComparisonSide | 'equal' | null
  /** Verdicts of all blind comparisons, the newest first. */
  readonly votes: readonly ComparisonVote[]
  readonly refreshVotes: () => Promise<void>
  /** Takes the place of the one that was chosen first where there are two; one that is chosen is let go. */
  readonly chooseCompared: (id: string) => void
  readonly setBlind: (blind: boolean) => void
  /** The same two, with hidden names in a new order. */
  readonly compareAgain: () => void
  /** Plays a side from where the other one is, equally loud. Call inside a gesture. */
  readonly playCompared: (side: ComparisonSide) => Promise<void>
  /** Keeps the verdict and shows the names. Only the first one counts. */
  readonly vote: (verdict: ComparisonSide | 'equal') => Promise<void>
  readonly deleteVotes: () => Promise<void>
}

/** Where it stands to bring the starter voice nearer to its recording. */
export type RefineState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'refining'; readonly voiceId: string; readonly progress: Progress }
  /** Likeness to the recording, before and now: see `speakerSimilarity`. */
  | { readonly phase: 'refined'; readonly voiceId: string; readonly similarityBefore: number; readonly similarityAfter: number }
  | { readonly phase: 'failed'; readonly voiceId: string; readonly error: ErrorInfo }

export interface RefineSlice {
  readonly refineState: RefineState
  /** Tries variants of a voice with the chosen engine and keeps the nearest one. Never rejects; a reading ends it. */
  readonly refineVoice: (id: string) => Promise<void>
  /** The voice stays as it was. */
  readonly stopRefining: () => void
}

/** Which prompt is being written down, or why one could not be. */
export type TranscriptState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'listening'; readonly voiceId: string; readonly label: string }
  | { readonly phase: 'failed'; readonly voiceId: string; readonly error: ErrorInfo }

export interface TranscriptsSlice {
  readonly transcriptState: TranscriptState
  /** Writes down what is said in the prompt of a voice. Without a listener it asks for one. */
  readonly transcribeVoice: (id: string) => Promise<void>
  readonly stopTranscribing: () => void
  /** Keeps what the person wrote; empty words take the transcript away. */
  readonly editTranscript: (id: string, text: string) => Promise<void>
}

export interface ModelsSlice {
  readonly packs: readonly PackStatus[]
  /** The pack that speaks. */
  readonly selectedPackId: string | null
  readonly executionProvider: ComputeChoice
  /** 0: automatic. */
  readonly threads: number
  /** Packs whose licence and credit the person has seen and accepted. */
  readonly acceptedLicences: readonly string[]
  /** The pack whose licence the person is being asked about, if any. */
  readonly licenceQuestion: string | null
  readonly selectPack: (id: string) => void
  /** Downloads at once if the licence was accepted before, else asks first. Call inside a gesture. */
  readonly requestPack: (id: string) => void
  /** Closes the question; a reading that waited for the answer is given up. */
  readonly declineLicence: () => void
  readonly acceptLicence: (packId: string) => void
  /** Call inside a gesture: also asks the browser to keep the data. */
  readonly downloadPack: (id: string) => Promise<void>
  readonly pausePack: (id: string) => Promise<void>
  readonly removePack: (id: string) => Promise<void>
  readonly verifyPack: (id: string) => Promise<void>
  /** Notes which language (BCP 47) a model of the person's own speaks. */
  readonly setPackLanguage: (id: string, language: string) => Promise<void>
  /** Files from the disk that are being taken, null at rest. `progress` is there where the act can be stopped. */
  readonly modelImport: { readonly progress: Progress | null } | null
  /** Does nothing while files are being taken. */
  readonly importModelFiles: (files: readonly File[]) => Promise<void>
  readonly stopModelImport: () => void
  readonly setRuntime: (executionProvider: ComputeChoice, threads: number) => void
}

export interface StorageSlice {
  readonly storage: StorageReport | null
  readonly refreshStorage: () => Promise<void>
  readonly askPersist: () => Promise<void>
  readonly freePartialDownloads: () => Promise<void>
  readonly eraseAll: () => Promise<void>
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
  readonly notifyError: (error: ErrorInfo) => void
  readonly notifyInfo: (message: string) => void
  readonly dismissNotice: (id: number) => void
}

export interface AppUpdateSlice {
  readonly updateReady: boolean
  readonly offlineReady: boolean
  /** Applies the waiting update; refused (kept for later) while speaking or recording. */
  readonly applyUpdate: () => void
}

export interface LifecycleSlice {
  readonly ready: boolean
  /** Resolves when the store is ready, if it is being started. */
  readonly whenReady: () => Promise<void>
  /** Reads what is kept and opens the models worker. Never rejects: problems become notices. */
  readonly start: () => Promise<void>
}

export type AppState = PromptSlice &
  VoicesSlice &
  SpeakSlice &
  PronunciationsSlice &
  TakesSlice &
  UnfinishedSlice &
  ChecksSlice &
  SimilaritySlice &
  ComparisonSlice &
  RefineSlice &
  TranscriptsSlice &
  ModelsSlice &
  StorageSlice &
  NoticesSlice &
  AppUpdateSlice &
  LifecycleSlice
