import type { Disturbances, EmbedRequest, SoundRequest } from '../shared/protocol/analysis'
import type { ChunkPlan, PreparedVoice, RefinedVoice, SpeakEvent, SpeakSummary, VoicePrompt } from '../shared/protocol/engine'
import type { ReadDocument } from '../shared/protocol/document'
import type { ErrorInfo } from '../shared/protocol/errors'
import type { GpuTestEnd, GpuTestEvent } from '../shared/protocol/gpu-test'
import type { CarryRequest, DesignedVoice, DesignRequest, KernelSpeed, LearnedStretch, LearningState, LearnRequest, LoadedEngine, LoadRequest, MixRequest, PrepareResult, Progress, RefineRequest, SpeakRequest } from '../shared/protocol/inference'
import type { ModelListing, PackUpdate } from '../shared/protocol/model-address'
import type { ModelPack, PackStatus } from '../shared/protocol/model-pack'
import type { DiskFile } from '../shared/protocol/models'
import type { ExportRequest, ExportSource } from '../shared/protocol/sound-export'
import type { Heard, TranscribeRequest } from '../shared/protocol/transcription'

/** Main-thread handles on the other threads, as the store sees them. Implementations are made in `app/compose.ts`. */

/** Every call rejects with a `MynaError`; an aborted signal rejects with code `aborted` at once. */
export interface InferenceService {
  load(request: LoadRequest, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<LoadedEngine>
  measureSpeed(signal: AbortSignal): Promise<KernelSpeed>
  prepareVoice(prompt: VoicePrompt, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<PrepareResult>
  confirmVoice(voice: PreparedVoice, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<PreparedVoice>
  refineVoice(request: RefineRequest, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<RefinedVoice>
  carryLearned(request: CarryRequest, signal: AbortSignal): Promise<PreparedVoice>
  mixVoices(request: MixRequest, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<PreparedVoice>
  designVoice(request: DesignRequest, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<DesignedVoice>
  learnVoice(request: LearnRequest, onProgress: (progress: Progress) => void, onState: (state: LearningState) => void, signal: AbortSignal): Promise<LearnedStretch>
  speak(request: SpeakRequest, onEvent: (event: SpeakEvent) => void, signal: AbortSignal): Promise<SpeakSummary>
  /** Called after the worker died; the next call meets a fresh one with nothing loaded. Returns the unsubscriber. */
  onRespawn(listener: () => void): () => void
  /** Ends the worker, and with it what it took of memory; the next call meets a fresh one with nothing loaded. */
  release(): void
  dispose(): void
}

/** Learns voices in a worker of its own, beside the one that speaks. */
export type LearningService = Pick<InferenceService, 'load' | 'prepareVoice' | 'confirmVoice' | 'learnVoice' | 'release' | 'dispose'>

export interface TranscriptionService {
  /**
   * Writes down what is said in a recording. Recordings are heard one after another; an aborted signal rejects with
   * code `aborted` at once, this call's and every waiting one's.
   */
  transcribe(request: TranscribeRequest, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Heard>
  dispose(): void
}

export interface AnalysisService {
  /**
   * Whose voice a recording is in, as a vector of norm 1: compare two with `speakerSimilarity`. Takes about 15 ms per second of speech. Errors: `prompt-too-short`, `model-not-found`,
   * `model-download-failed` (first use without a network), `model-invalid`, `inference-failed`, `out-of-memory`.
   */
  embedSpeech(request: EmbedRequest, signal: AbortSignal): Promise<Float32Array>
  /** The same for telling only, by another ear: say the product of two with `toldLikeness`. Errors: as `embedSpeech`. */
  hearVoice(request: SoundRequest, signal: AbortSignal): Promise<Float32Array>
  /**
   * How likely somebody speaks, 0 to 1, in each whole frame of 32 ms: see `speechOfFrames`. Send long recordings in pieces
   * of a minute. Errors: as `embedSpeech`, but for `prompt-too-short`.
   */
  findSpeech(request: SoundRequest, signal: AbortSignal): Promise<Float32Array>
  /**
   * Where music or a second voice sounds together with whoever speaks. Takes the samples' buffer along. Send long recordings in
   * pieces of a minute. Errors: as `findSpeech`.
   */
  findDisturbances(request: SoundRequest, signal: AbortSignal): Promise<Disturbances>
  /** The recording without the noise behind the voice, sample for sample in its place. Errors: as `findSpeech`. */
  suppressNoise(request: SoundRequest, signal: AbortSignal): Promise<Float32Array>
  dispose(): void
}

export interface GpuTestService {
  /** Tries the GPU; see `GpuTestApi`. An aborted signal rejects with `aborted` at once and ends the worker. */
  test(onEvent: (event: GpuTestEvent) => void, signal: AbortSignal): Promise<GpuTestEnd>
  dispose(): void
}

export interface ExportService {
  /**
   * Writes a file that others play: see `ExportApi`. An aborted signal rejects with `aborted` at once. `source` gives pieces
   * that are the worker's from then on.
   */
  write(request: ExportRequest, source: ExportSource, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<Blob>
  /** The same, straight into the file that a person chose: see `ExportApi`. */
  writeTo(place: FileSystemFileHandle, request: ExportRequest, source: ExportSource, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<void>
  /** Whether this browser has an encoder for Opus. */
  writesOpus(): Promise<boolean>
}

export interface WakeLockService {
  /** Asks the browser to keep the screen on until the result is called. */
  hold(): () => void
}

export interface DocumentsService {
  /** Reads a document: see `DocumentsApi`. An aborted signal rejects with `aborted` at once and ends the worker. */
  read(file: Blob, name: string, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<ReadDocument>
}

export interface ModelsService {
  open(onStatus: (status: PackStatus) => void): Promise<readonly PackStatus[]>
  /** `token`: see `ModelsApi`. */
  download(packId: string, token: string | null): Promise<PackStatus>
  pause(packId: string): Promise<PackStatus>
  remove(packId: string): Promise<PackStatus>
  verify(packId: string): Promise<PackStatus>
  setLanguage(packId: string, language: string): Promise<PackStatus>
  rename(packId: string, name: string): Promise<PackStatus>
  /** Models by address: see `ModelsApi`. An aborted signal rejects with `aborted`. */
  lookAt(address: string, token: string | null, signal: AbortSignal): Promise<ModelListing>
  examine(address: string, path: string, token: string | null, signal: AbortSignal): Promise<ModelPack>
  addPack(pack: ModelPack): Promise<PackStatus>
  findUpdate(packId: string, token: string | null, signal: AbortSignal): Promise<PackUpdate | null>
  /** An aborted signal rejects with `aborted` once what was written is removed again. */
  importFiles(files: readonly DiskFile[], onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<ModelPack>
  dispose(): void
}

export type PlayerPhase = 'idle' | 'banking' | 'playing' | 'paused' | 'ended'

/** What the player knows, reported about ten times a second while it runs and at every change of phase. */
export interface PlayerState {
  readonly phase: PlayerPhase
  readonly positionSeconds: number
  /** Audio that exists so far. */
  readonly availableSeconds: number
  /** Expected total while generating, exact once finished. */
  readonly durationSeconds: number
  readonly generating: boolean
  /** Expected seconds until everything is made; null while nothing is known and when nothing is being made. */
  readonly workSecondsLeft: number | null
  /** Seconds that will be banked before sound starts, and how many are there. */
  readonly bankTargetSeconds: number
  readonly underruns: number
  readonly ttfaMs: number | null
  /** True where a SharedArrayBuffer ring carries the sound. */
  readonly sharedMemory: boolean
  /** Why there is no sound although there should be (`playback-failed`); null again at the next start or resume. */
  readonly error: ErrorInfo | null
}

export interface PlayerService {
  /** Creates or resumes the AudioContext; must run synchronously inside the user's gesture, before any await. */
  unlock(): void
  /**
   * Starts a take that is still being generated. `clickedAtMs` is `performance.now()` of the click. `kept` is what is there
   * of it already, in order: sound starts behind it.
   */
  begin(options: { sampleRate: number; clickedAtMs: number; kept?: readonly Float32Array[] }): void
  /** All chunks, the first of which to expect, and the real-time factor measured so far on this device (null: never). */
  plan(chunks: readonly ChunkPlan[], rtf: number | null, from?: number): void
  /** Appends PCM (the player keeps a reference, never writes to it). */
  append(samples: Float32Array, chunkIndex: number, endsChunk: boolean): void
  /** Generation is over; what exists is the whole take. */
  finish(): void
  /** Plays a finished take from its start. */
  playTake(samples: Float32Array, sampleRate: number): void
  pause(): void
  resume(): void
  /** Moves inside what exists; clamps. */
  seek(seconds: number): void
  /** 0.5 to 2 (1 is the usual speed), for this sound and all later ones; the pitch stays. */
  setSpeed(speed: number): void
  /** Silence at once and back to the start (`idle`); the take's audio stays, and `resume` plays it again. */
  stop(): void
  /** As `stop`, and releases the sound: none of it is held any more. */
  clear(): void
  state(): PlayerState
  /** The outline of what exists, for drawing: see `Envelope`. Not to be written to. */
  envelope(): Float32Array
  subscribe(listener: (state: PlayerState) => void): () => void
  dispose(): Promise<void>
}

/** What the system shows of a reading that is heard. */
export interface HeardNow {
  readonly title: string
  readonly voiceName: string
  readonly phase: 'playing' | 'paused'
  readonly positionSeconds: number
  readonly durationSeconds: number
  /** 1 is the usual one. */
  readonly speed: number
}

/** What the system's keys ask for. */
export interface MediaKeyActions {
  play(): void
  pause(): void
  stop(): void
  seekTo(seconds: number): void
  seekBy(seconds: number): void
  goBySentence(step: 1 | -1): void
}

export interface MediaKeysService {
  /** Hands the keys over; called once. */
  listen(actions: MediaKeyActions): void
  /** Null where nothing is heard that could be paused. */
  show(now: HeardNow | null): void
}

export interface Microphone {
  readonly deviceId: string
  readonly label: string
}

/** Facts about the open microphone, from `getSettings()`: what the browser really does, not what was asked. */
export interface CaptureSettings {
  readonly sampleRate: number
  readonly channelCount: number
  /** Names of processing that stayed on against our request: echoCancellation, noiseSuppression, autoGainControl. */
  readonly processingLeftOn: readonly string[]
  readonly label: string
}

export interface RecorderService {
  /** Asks for permission if needed and lists inputs. Errors: `microphone-denied`, `microphone-missing`. */
  microphones(): Promise<readonly Microphone[]>
  /**
   * Starts capture; levels come about 20 times a second. `onInterrupted` is called once with `microphone-failed` if the
   * microphone goes away while recording: what came before is kept, and `stop` gives it. Errors: `microphone-denied`,
   * `microphone-missing`, `microphone-failed`.
   */
  start(
    deviceId: string | null,
    onLevel: (level: { peak: number; rms: number; seconds: number }) => void,
    onInterrupted?: (error: ErrorInfo) => void,
  ): Promise<CaptureSettings>
  /** Ends capture, closes the microphone, gives mono 24 kHz PCM. */
  stop(): Promise<VoicePrompt>
  /** Ends capture and throws the recording away. */
  cancel(): Promise<void>
}

/** What was read of a file with sound. */
export interface SoundFile {
  /** One or two, of one length, -1 to 1: what is kept of the file, which is all of it unless it is longer than 200 s. */
  readonly channels: readonly Float32Array[]
  /** 24 kHz. */
  readonly sampleRate: number
  /** Where in the file this begins. */
  readonly startSeconds: number
  readonly fileSeconds: number
  /** Which of the file's tracks of sound this is, from 1. */
  readonly track: { readonly number: number; readonly count: number }
  /** Samples that are no numbers were made silence: how many seconds of them. */
  readonly lostSeconds: number
  /** Behind this the file is damaged. */
  readonly isCutOff: boolean
}

export interface ReadingOptions {
  readonly signal: AbortSignal
  /** Gets the share that is done, 0 to 1; null where nobody can know. */
  readonly onProgress?: (fraction: number | null) => void
  /** What is no longer is kept as a whole, what is longer refused with `audio-too-long`. Left out, four hours are read and 200 s of them kept. */
  readonly wholeUpToSeconds?: number
  /** Says how good half a minute of a long file is, the higher the better: the best with a minute and a half on either side is kept. */
  readonly judge?: (channels: readonly Float32Array[], sampleRate: number) => Promise<number>
}

/**
 * Reads a file with sound, bit by bit. Errors: `file-empty`, `file-gone`, `file-not-sound`, `video-without-sound`,
 * `audio-undecodable` (damaged or unknown), `audio-empty`, `audio-not-numbers`, `audio-too-long` (over four hours),
 * `audio-too-long-whole` (over half an hour of what the browser reads in one go only), and one for each codec that nothing
 * decodes.
 */
export type ReadSoundFile = (file: Blob, options: ReadingOptions) => Promise<SoundFile>
