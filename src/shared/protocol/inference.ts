import type {
  ComputeChoice,
  EngineDescription,
  ExecutionProvider,
  PreparedVoice,
  RefinedVoice,
  SpeakEvent,
  SpeakSettings,
  SpeakSummary,
  StageTiming,
  VoicePrompt,
} from './engine'
import type { Outcome } from './errors'
import type { ModelPack } from './model-pack'
import type { Passage } from './script'

/** How the worker should run its model. */
export interface RuntimeOptions {
  readonly executionProvider: ComputeChoice
  /** Threads for an engine's work; 0 lets the worker choose. Where memory cannot be shared, each worker of the page has one. */
  readonly threads: number
}

/** What the worker found out about its runtime. */
export interface RuntimeInfo {
  /** 'webgpu' where any part of the engine runs there. */
  readonly executionProvider: ExecutionProvider
  readonly threads: number
  readonly sharesMemory: boolean
}

export interface LoadRequest {
  readonly pack: ModelPack
  readonly runtime: RuntimeOptions
  /** True where a voice is about to be made: what the engine hears recordings with is opened, too. */
  readonly listens?: true
}

export interface LoadedEngine {
  readonly description: EngineDescription
  readonly runtime: RuntimeInfo
  /** Pack id and content hash: prepared voices carry it. */
  readonly packKey: string
  readonly loadMs: number
}

export interface PrepareResult {
  readonly voice: PreparedVoice
  readonly stages: readonly StageTiming[]
}

export interface RefineRequest {
  /** The recording that the voice was prepared from. */
  readonly prompt: VoicePrompt
  readonly voice: PreparedVoice
}

/** Two voices to make one of. */
export interface MixRequest {
  readonly voices: readonly [PreparedVoice, PreparedVoice]
  /** How much the second one counts, 0 to 1. */
  readonly share: number
}

/** How a voice is to differ from another one: -1 to 1, 0 being as it is. */
export interface VoiceWander {
  readonly older: number
  readonly brighter: number
  readonly deeper: number
  readonly livelier: number
}

export const NO_WANDER: VoiceWander = { older: 0, brighter: 0, deeper: 0, livelier: 0 }

/** A voice to be made of another one. */
export interface DesignRequest {
  readonly voice: PreparedVoice
  readonly wander: VoiceWander
  /**
   * Absent where the voice's own timbre stays. Else it gets another one, by a seed; with a recording one that the speaker encoder
   * does not take for whoever is heard in it.
   */
  readonly timbre?: { readonly seed: number; readonly hiddenFrom?: VoicePrompt }
}

export interface DesignedVoice {
  readonly voice: PreparedVoice
  /** How alike it was heard to be to whom it hides: see `speakerSimilarity`. Null where nobody was to be hidden. */
  readonly likeness: number | null
}

/** What was learned of a person from one recording, for the voice of another recording of theirs. */
export interface CarryRequest {
  /** The voice of the recording that was learned from, before and after. */
  readonly before: PreparedVoice
  readonly learned: PreparedVoice
  /** The voice of the other recording. */
  readonly to: PreparedVoice
}

/** A stretch of learning a voice: from its beginning, or from where an earlier stretch left it, to a number of steps. */
export interface LearnRequest {
  /** The recording to learn from, with its words. */
  readonly prompt: VoicePrompt
  /** Tells recordings with their words apart: what is the same for two stretches is made ready once. */
  readonly promptKey: string
  /** The voice as it was before anything was learned. */
  readonly voice: PreparedVoice
  /** Null at the beginning. */
  readonly from: LearningState | null
  /** Steps of the whole, and those after which this stretch ends: 0 only listens to the voice as it is. */
  readonly steps: number
  readonly until: number
  readonly seed: number
}

/** Where learning is: enough to go on in another visit. */
export interface LearningState {
  readonly step: number
  readonly steps: number
  readonly seed: number
  /** The engine's own. */
  readonly numbers: Float32Array
}

/** Multiply-adds that the kernels make in a second on one thread of this device. */
export interface KernelSpeed {
  /** Of one row with weights in 8 bits that come from the main memory. */
  readonly rounded: number
  /** Of float32 matrices, or of the whole numbers that stand for them on this processor. */
  readonly float: number
}

/** What a stretch of learning ends with. */
export interface LearnedStretch {
  readonly state: LearningState
  /** Speaks as far as it was learned; the voice as it was where nothing was. */
  readonly voice: PreparedVoice
  readonly trial: VoiceTrial
}

/** A voice that learns, as it was heard: what is kept and what is not is decided by it. */
export interface VoiceTrial {
  readonly sentences: readonly { readonly text: string; readonly samples: Float32Array }[]
  readonly sampleRate: number
  /** Cosine of what was said with seconds of the person that were not learned from (all of a short recording). */
  readonly likeness: number
  /** How far the network is from saying those seconds as the person did: smaller is nearer. */
  readonly distance: number
  /** How far the sentences are from the voice's own as it was before, by their alignment: 0 for the same, and farther where words get lost. */
  readonly strayed: number
}

export interface SpeakRequest {
  /** What is said, in order; a plain text is one passage. Each has chunks of its own, which are counted through. */
  readonly passages: readonly Passage[]
  /** Of the passages, all prepared for the loaded engine. */
  readonly voices: readonly PreparedVoice[]
  /** BCP 47; must be one of the engine's languages. */
  readonly language: string
  readonly settings: SpeakSettings
  /**
   * Chunks `[from, to)` of the plan that are to be spoken; left out, all of them. The plan that is sent is the whole one, and
   * a chunk sounds as it does in a reading of the whole.
   */
  readonly chunks?: { readonly from: number; readonly to: number }
  /** The texts of all chunks as they were planned before: with others nothing is spoken, for they are cut by rules that may change. */
  readonly plan?: readonly string[]
  /**
   * True for another reading of words that were read before: an engine that draws no random numbers then departs from
   * its voice a little, by the seed, so that readings differ.
   */
  readonly varied?: boolean
  /**
   * A recording of the text, in anybody's voice, whose melody, loudness and timing the reading is to have: for engines whose
   * description says `follows`, and for one passage. The pace of `settings` does not count then, and there is no `varied`.
   */
  readonly guide?: GuideRecording
}

/** A recording that is followed: mono, float32 in [-1, 1], of {@link MAX_GUIDE_SECONDS} at most. Only read. */
export interface GuideRecording {
  readonly samples: Float32Array
  readonly sampleRate: number
  /** True where a person says that these are its words, whatever is heard: then there is no `guide-mismatch`. */
  readonly isTrusted?: boolean
}

/** Longest recording that is followed, seconds. */
export const MAX_GUIDE_SECONDS = 600

/** Progress of a long act, 0 to 1, and the words of the act's current part. */
export interface Progress {
  readonly fraction: number
  readonly label: string
}

/**
 * The inference worker as seen through comlink. Every long call carries an id of its own, which `cancel` takes; a
 * cancelled call ends with code `aborted` within one frame block. Calls run one after another in one queue.
 */
export interface InferenceApi {
  /** Loads a pack (a no-op if the same pack and runtime are loaded). Errors: `model-missing`, `model-invalid`, `model-mismatch`, `execution-provider-unsupported`, `out-of-memory`. */
  load(id: string, request: LoadRequest, onProgress: (progress: Progress) => void): Promise<Outcome<LoadedEngine>>
  /** Takes a fifth of a second and needs no model. Errors: `model-missing` (the kernels cannot be fetched), `out-of-memory`, `aborted`. */
  measureSpeed(id: string): Promise<Outcome<KernelSpeed>>
  /** Errors: `engine-not-loaded`, `prompt-too-short`, `inference-failed`, `aborted`. */
  prepareVoice(id: string, prompt: VoicePrompt, onProgress: (progress: Progress) => void): Promise<Outcome<PrepareResult>>
  /**
   * Hears a voice that was given `unheard`: it stays where it is nearer to its person than what it was made from, else that takes its place.
   * Any other voice is given back. Errors: `engine-not-loaded`, `model-mismatch` (voice of another pack), `inference-failed`, `aborted`.
   */
  confirmVoice(id: string, voice: PreparedVoice, onProgress: (progress: Progress) => void): Promise<Outcome<PreparedVoice>>
  /**
   * Tries variants of a prepared voice and gives the one nearest to the prompt, for engines whose description says
   * `refines`. Errors: `engine-not-loaded`, `model-mismatch` (voice of another pack, or an engine that cannot),
   * `prompt-too-short`, `inference-failed`, `aborted`.
   */
  refineVoice(id: string, request: RefineRequest, onProgress: (progress: Progress) => void): Promise<Outcome<RefinedVoice>>
  /**
   * A voice between two, for engines whose description says `mixes`. Errors: `engine-not-loaded`, `model-mismatch` (as of `refineVoice`),
   * `inference-failed`, `aborted`.
   */
  mixVoices(id: string, request: MixRequest, onProgress: (progress: Progress) => void): Promise<Outcome<PreparedVoice>>
  /**
   * A voice made of another one, for engines whose description says `mixes`. Errors: `engine-not-loaded`, `model-mismatch` (as of
   * `refineVoice`), `voice-not-hidden` (nothing was heard as a stranger), `inference-failed`, `aborted`.
   */
  designVoice(id: string, request: DesignRequest, onProgress: (progress: Progress) => void): Promise<Outcome<DesignedVoice>>
  /**
   * Learns a voice for a stretch, for engines whose description says `learns`; `onState` hears of what has been learned, about
   * every other second. Errors: `engine-not-loaded`, `model-mismatch` (as of `refineVoice`), `prompt-too-short`,
   * `words-mismatch` (something else is said in the recording), `inference-failed`, `out-of-memory`, `aborted`.
   */
  learnVoice(id: string, request: LearnRequest, onProgress: (progress: Progress) => void, onState: (state: LearningState) => void): Promise<Outcome<LearnedStretch>>
  /**
   * Gives a voice what was learned of its person elsewhere, for engines whose description says `learns`. Errors: `engine-not-loaded`,
   * `model-mismatch` (as of `refineVoice`, or voices of different networks).
   */
  carryLearned(id: string, request: CarryRequest): Promise<Outcome<PreparedVoice>>
  /**
   * Errors: `engine-not-loaded`, `model-mismatch` (voice of another pack), `reading-changed` (it is continued and would be
   * cut differently now), `text-*`, `inference-failed`, `aborted`; with a guide `guide-silent` (nobody speaks in it), `guide-mismatch`
   * (it says something else: the detail is the word at which that is heard), `model-mismatch` for an engine that follows none.
   */
  speak(id: string, request: SpeakRequest, onEvent: (event: SpeakEvent) => void): Promise<Outcome<SpeakSummary>>
  cancel(id: string): void
  /** Answers at once, even while a call runs: the client's heartbeat. */
  ping(): number
}
