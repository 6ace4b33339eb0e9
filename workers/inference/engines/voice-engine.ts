import type { EngineDescription, ExecutionProvider, PreparedVoice, RefinedVoice, SpeakEvent, Stage, VoicePrompt } from '../../../src/shared/protocol/engine'
import type { CarryRequest, DesignedVoice, DesignRequest, LearnedStretch, LearningState, LearnRequest, MixRequest, Progress, RefineRequest, SpeakRequest } from '../../../src/shared/protocol/inference'
import type { ModelPack } from '../../../src/shared/protocol/model-pack'
import type { LoadKernelTeam } from '../../kernels/kernel-team'
import type { LoadKernels } from '../../kernels/kernels'
import type { Gpu } from '../../runtime/gpu'
import type { CreateSession } from '../../runtime/session'
import type { StageClock } from '../stage-clock'

/** Verified bytes of the pack's files, by the `path` of the manifest. */
export interface EngineFiles {
  /** Errors: `model-missing`. The caller owns the buffer. */
  read(path: string): Promise<ArrayBuffer>
  /** The file, of which whoever gets it reads pieces; only its length is verified. Errors: `model-missing`, `model-truncated`. */
  blob(path: string): Promise<Blob>
  has(path: string): boolean
}

/** Remembers what an engine found out about a pack's files, so that it need not find out again. */
export interface Verdicts {
  /** Null where nothing is remembered. */
  read(key: string): Promise<boolean | null>
  write(key: string, verdict: boolean): Promise<void>
}

/** Remembers which heads of a model's attention follow the text, by pack key, so that they are found once. */
export interface FollowedHeadMemory {
  /** Null where nothing is remembered. */
  read(packKey: string): Promise<readonly { readonly layer: number; readonly head: number }[] | null>
  write(packKey: string, heads: readonly { readonly layer: number; readonly head: number }[]): Promise<void>
}

/** What an engine is made from. */
export interface EngineContext {
  readonly pack: ModelPack
  /** Pack id and content hash; goes into every prepared voice. */
  readonly packKey: string
  readonly files: EngineFiles
  /** Makes sessions on the CPU. */
  readonly createSession: CreateSession
  /** Absent where none is to be used. */
  readonly gpu?: Gpu
  /** Makes kernels of our own, for graphs that need no ONNX Runtime. Absent where there are none. */
  readonly loadKernels?: LoadKernels
  /** Makes kernels that use all threads that this engine may have. */
  readonly loadKernelTeam?: LoadKernelTeam
  /** Absent where nothing can be remembered. */
  readonly verdicts?: Verdicts
  /** Absent where nothing can be remembered. */
  readonly followedHeads?: FollowedHeadMemory
  /** Reads the graph of the speaker encoder; absent where an engine has to do without. Errors: as those of a download. */
  readonly readSpeakerEncoder?: () => Promise<ArrayBuffer>
  /** Reads the weights of what brings the starter's styles nearer to voices; absent where an engine has to do without. Errors: as those of a download. */
  readonly readVoiceEncoder?: () => Promise<ArrayBuffer>
  /** True where a worker of the engine's own, beside this one, has a thread to run on. */
  readonly spareThread?: boolean
  readonly onProgress: (progress: Progress) => void
  /** Lets a cancel of the loading arrive: throws `aborted` then. Absent where nobody can cancel. */
  readonly yieldPoint?: () => Promise<void>
}

/** What one running call lends to the engine. */
export interface EngineCall {
  readonly signal: AbortSignal
  /** Lets one macrotask run so that a cancel can arrive; throws `aborted` if it did. Call it at least per frame block. */
  readonly yieldPoint: () => Promise<void>
  readonly onProgress: (progress: Progress) => void
  readonly timings: StageClock
}

/** What an engine is asked to say: one text with one voice. */
export interface TextRequest extends Omit<SpeakRequest, 'passages' | 'voices' | 'plan'> {
  readonly text: string
  readonly voice: PreparedVoice
  /** Chunks of the same reading that come before this text's, 0 if absent: the engine counts on from there, in all that goes by a chunk's place. */
  readonly firstChunk?: number
  /** More is said after this text: there is a pause behind its last chunk, too. */
  readonly goesOn?: boolean
}

/** One model family. Everything that is particular to it stays inside its folder. */
export interface VoiceEngine {
  /** At present: a part may have had to move since the engine was made. */
  readonly description: EngineDescription
  /** Opens what it hears recordings with, which otherwise the first voice waits for; absent where there is nothing of the kind. Errors: those of a download. */
  openEar?(): Promise<void>
  /** Errors: `prompt-too-short`, `inference-failed`, `aborted`. The prompt is only read. */
  prepareVoice(prompt: VoicePrompt, call: EngineCall): Promise<PreparedVoice>
  /** As `InferenceApi.confirmVoice`; absent for an engine whose voices need not be heard first. */
  confirmVoice?(voice: PreparedVoice, call: EngineCall): Promise<PreparedVoice>
  /** As `InferenceApi.refineVoice`; absent for an engine that has nothing to try. */
  refineVoice?(request: RefineRequest, call: EngineCall): Promise<RefinedVoice>
  /** As `InferenceApi.mixVoices`; absent for an engine whose voices cannot be mixed. */
  mixVoices?(request: MixRequest, call: EngineCall): Promise<PreparedVoice>
  /** As `InferenceApi.designVoice`; absent for an engine whose voices cannot be changed. */
  designVoice?(request: DesignRequest, call: EngineCall): Promise<DesignedVoice>
  /** As `InferenceApi.learnVoice`; absent for an engine that cannot learn. */
  learnVoice?(request: LearnRequest, call: EngineCall, onState: (state: LearningState) => void): Promise<LearnedStretch>
  /** As `InferenceApi.carryLearned`; absent for an engine that cannot learn. */
  carryLearned?(request: CarryRequest): PreparedVoice
  /**
   * Yields one plan, of this text alone, then PCM in order. `chunks` of the request are this text's own, from 0. Errors: `model-mismatch` when the voice was prepared for another pack,
   * `text-empty`, `text-unspeakable`, `text-script-unsupported`, `position-budget-exceeded`, `aborted`.
   */
  speak(request: TextRequest, call: EngineCall): AsyncGenerator<SpeakEvent, void, undefined>
  /** Where a stage runs at present; absent for an engine that runs on the CPU only. */
  processorOf?(stage: Stage): ExecutionProvider
  /** Releases every session. The engine is unusable afterwards. */
  release(): Promise<void>
}

/**
 * Makes an engine: reads its files, creates its sessions, warms them up. Refuses a GPU that is to be used wherever it is
 * right (`when-right`) with `execution-provider-unsupported` where its graphs cannot run on one, before it opens any.
 */
export type CreateVoiceEngine = (context: EngineContext) => Promise<VoiceEngine>
