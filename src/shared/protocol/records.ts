import type { EngineId, PreparedVoice, SpeakSettings, StageTiming, ExecutionProvider } from './engine'
import type { LearningState, RuntimeInfo, RuntimeOptions, VoiceWander } from './inference'
import type { Passage } from './script'
import type { ChosenCandidate, TakeCheck, TakeSentence } from './take-check'
import type { TimedWord } from './timed-word'

/** Wording and moment of the speaker's consent, stored with the voice and exported with it. */
export interface Consent {
  readonly statement: string
  readonly givenAt: string
}

/** A recording that a voice is made from, as it is kept. */
export interface KeptPrompt {
  /** WAV, 16-bit mono 24 kHz: exactly what engines get when they prepare the voice. */
  readonly promptWav: ArrayBuffer
  readonly promptSeconds: number
  /** SHA-256 of `promptWav`, hex: the key of prepared voices. */
  readonly promptSha256: string
  /** True where the person had the noise behind the voice taken away before it was saved. */
  readonly isCleaned?: true
  /** What is said in the prompt, once it was written down; null where a person took it away. */
  readonly transcript?: VoiceTranscript | null
}

/** How the same person sounds in another mood, by a name that a text can ask for. */
export interface VoiceMood extends KeptPrompt {
  /** As `moodProblem` allows; no other mood of the voice has it. */
  readonly name: string
}

/** A kept voice: its prompt stays with it, so that it can be made again for any engine. */
export interface SavedVoice extends KeptPrompt {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly source: 'microphone' | 'file' | 'import' | 'mixture'
  /** Covers every recording of the voice: they are of one person. */
  readonly consent: Consent
  /** The mood of its own prompt, which speaks where none is asked for; absent until somebody named it. */
  readonly moodName?: string
  /** The other moods. */
  readonly moods?: readonly VoiceMood[]
  /** What an engine learned of the person, beside what it finds in the prompt at once. */
  readonly learned?: LearnedVoice
  /** Of a mixture: whose voices it was made of. Its prompt is a sentence that it said, and what was mixed stands in `learned`. */
  readonly mixedOf?: readonly MixedPart[]
  /** Of a voice that was designed from another one: how. */
  readonly design?: VoiceDesign
}

/** How a voice was made of another one. */
export interface VoiceDesign {
  readonly wander: VoiceWander
  /** Whether it has that one's timbre, a random one, or one that was heard as a stranger's. */
  readonly timbre: 'own' | 'other' | 'hidden'
}

/** A voice that another one was made of, with the consent that it was given with. */
export interface MixedPart {
  readonly name: string
  /** 0 to 1; all parts of a voice sum to 1. */
  readonly share: number
  readonly consent: Consent
}

/** A voice that was learned from its prompt. */
export interface LearnedVoice {
  readonly voice: PreparedVoice
  readonly learnedAt: string
  /** False where the person went back to the voice as it was before. */
  readonly inUse: boolean
  /** The prompt that it was learned from; absent where that is the voice's own. */
  readonly promptSha256?: string
}

/** Learning that is under way or waits, kept so that it goes on after a reload. */
export interface KeptLearning {
  readonly voiceId: string
  readonly packKey: string
  /** What is said in the recording: with other words it is another lesson. */
  readonly words: string
  /** The recording itself; absent in older ones. */
  readonly promptSha256?: string
  readonly steps: number
  /** Quarters that were learned and heard, the voice as it was before being the first of five hearings. */
  readonly heardQuarters: number
  readonly state: LearningState | null
  /** The voice as it was before, as it was heard; null until then. */
  readonly former: JudgedTrial | null
  /** The best so far; null where nothing was better than the voice as it was. */
  readonly best: { readonly voice: PreparedVoice; readonly trial: JudgedTrial } | null
}

/** What was heard of a voice that learns. */
export interface JudgedTrial {
  /** As of `VoiceTrial`. */
  readonly likeness: number
  readonly distance: number
  readonly strayed: number
  /** Words that the transcriber heard otherwise, in all sentences; null where none is on this device. */
  readonly wrongWords: number | null
  readonly loudnessLufs: number
  readonly clicks: number
  /** Sentences in whose sound something is wrong: too fast, cut off, clipped. */
  readonly unsound: number
}

/** What is said in a prompt. */
export interface VoiceTranscript {
  readonly text: string
  /** BCP 47, as heard; null where a person wrote the words and nobody listened. */
  readonly language: string | null
  /** True once a person changed it: it is never replaced by itself again. */
  readonly edited: boolean
}

/** A voice prepared for one engine and pack, kept so that it is computed once. Key: promptSha256 + packKey. */
export interface KeptPreparedVoice {
  readonly key: string
  readonly promptSha256: string
  readonly voice: PreparedVoice
}

/** Figures of one reading, as the stage panel and `npm run speak --json` show them. */
export interface TakeFigures {
  readonly audioSeconds: number
  readonly wallMs: number
  readonly rtf: number
  /** Click to first audible sample; null when it was not played (e.g. replayed from history). */
  readonly ttfaMs: number | null
  readonly stages: readonly StageTiming[]
  readonly executionProvider: ExecutionProvider
  readonly threads: number
  readonly underruns: number
  /** How often the engine left out words and they were spoken again; absent where that was never. */
  readonly spokenAgain?: number
}

/** The recording whose melody and timing a take has. The recording itself is not kept. */
export interface TakeGuide {
  readonly source: 'microphone' | 'file'
  readonly seconds: number
  /** Of whoever is heard in it. */
  readonly consent: Consent
  /** Of whom the voice belongs to, as it stood in the voice. */
  readonly voiceConsent: Consent
}

/** A line of a film: what is said in it, and from when to when, seconds. */
export interface DubLine {
  /** As written, with its marks and whose line it is. */
  readonly text: string
  readonly startSeconds: number
  readonly endSeconds: number
  /** How many of the script's passages it is, which lie in the order of the lines; absent where the text itself is said. */
  readonly passages?: number
}

/** The times that a take was spoken to. */
export interface TakeDub {
  /** In the order of their times. */
  readonly lines: readonly DubLine[]
  /** How long the film is, and the take at least. */
  readonly seconds: number
}

/** What is said in a take of several passages, or of one that is not said plainly. */
export interface TakeScript {
  /** As the engine got them: with the person's pronunciations of that moment. */
  readonly passages: readonly Passage[]
  /** Of the passages; the first is the take's own. */
  readonly voices: readonly TakeVoice[]
}

/** Who speaks in a take. */
export interface TakeVoice {
  readonly voiceId: string
  readonly voiceName: string
  /** The recording that the voice was made from; another one would be another voice. */
  readonly promptSha256: string
}

/** One take in the history. `complete` is false when it was stopped half-way. */
export interface SavedTake {
  readonly id: string
  readonly createdAt: string
  /** As written. */
  readonly text: string
  /** The text with the person's pronunciations of that moment in it, where they changed it. */
  readonly spokenText?: string
  /** Absent where the text is said plainly by the take's voice. */
  readonly script?: TakeScript
  readonly language: string
  readonly voiceId: string
  readonly voiceName: string
  /** The recording that the voice was made from; absent in takes of older versions, which had the voice's only one. */
  readonly promptSha256?: string
  readonly engineId: EngineId
  readonly engineName: string
  readonly packKey: string
  readonly packId: string
  readonly settings: SpeakSettings
  /** How many candidates each sentence had; absent where it was one. */
  readonly bestOf?: number
  /** Absent where it was said as the voice says it. */
  readonly guide?: TakeGuide
  /** Absent where it was said without regard to times. */
  readonly dub?: TakeDub
  readonly figures: TakeFigures
  readonly sampleRate: number
  readonly sampleCount: number
  readonly complete: boolean
  /** The stretches it was spoken in; absent in takes of older versions. */
  readonly sentences?: readonly TakeSentence[]
  /** What was heard in it, once it was checked. */
  readonly check?: TakeCheck
  /** How alike it is to its voice's prompt, -1 to 1: see `speakerSimilarity`. Absent until it was measured. */
  readonly similarity?: number
  /** The same for the ear that only tells, which nothing is chosen or fitted with: see `toldLikeness`. Absent until it was measured. */
  readonly toldLikeness?: number
}

/** A take with its audio: 32-bit float mono PCM. */
export interface SavedTakeAudio {
  readonly takeId: string
  readonly samples: Float32Array
}

/** What a reading is known by from its first sentence on. */
export type ReadingFacts = Omit<SavedTake, 'figures' | 'sampleCount' | 'complete' | 'sentences' | 'check' | 'similarity' | 'toldLikeness' | 'promptSha256'>

/**
 * A reading that is being made, kept until it is a take. What a closed tab leaves of it can be continued: the same
 * text, voice, engine, settings and seed make the missing sentences, sample by sample as if nothing had happened.
 */
export interface OpenReading {
  readonly facts: ReadingFacts
  /** The recording that the voice was made from; another one would be another voice. */
  readonly promptSha256: string
  /** What was asked of the runtime, and what it answered. */
  readonly runtime: RuntimeOptions
  readonly ran: Pick<RuntimeInfo, 'executionProvider' | 'threads'>
  /** All sentences in order, as they are said. */
  readonly plan: readonly string[]
  /** Place of each sentence's passage in the script; absent where there is none. */
  readonly planPassages?: readonly number[]
}

/** The sound of one sentence of a reading, kept as soon as it is whole. It stays in its place when the reading is a take. */
export interface TakePiece {
  readonly takeId: string
  /** Place of the sentence in the plan. */
  readonly index: number
  /** 32-bit float mono PCM, the pause behind the sentence included. */
  readonly samples: Float32Array
  /** When its words sound: see `TakeSentence`. */
  readonly words?: readonly TimedWord[]
  /** What all sentences up to this one took. */
  readonly wallMs: number
  readonly stages: readonly StageTiming[]
  /** Which of several candidates this is, where there were several. */
  readonly chosen?: KeptChoice
}

/** The candidate that was kept for the sentence, and the pack that transcribed it, if one did. */
export interface KeptChoice {
  readonly reading: ChosenCandidate
  readonly listenerId: string | null
}

/** How a take was made that somebody listened to without knowing it: no text, no sound. */
export interface VotedSide {
  readonly engineName: string
  readonly voiceName: string
  /** The settings that its engine heeds, in words. */
  readonly setting: string
}

/** The verdict of one blind comparison. */
export interface ComparisonVote {
  readonly id: string
  readonly createdAt: string
  readonly sides: readonly [VotedSide, VotedSide]
  /** Index of the side that was better; null where no difference was heard. */
  readonly preferred: 0 | 1 | null
}

/** What the storage page shows, in bytes. `quotaBytes` and `usedBytes` come from the browser and may be null. */
export interface StorageReport {
  /** False where the browser keeps nothing: all of it goes with the page. */
  readonly keeps: boolean
  /** False where it keeps no model files: they are held in memory. */
  readonly keepsModels: boolean
  readonly voicesBytes: number
  readonly voicesCount: number
  readonly takesBytes: number
  readonly takesCount: number
  readonly projectsBytes: number
  readonly projectsCount: number
  readonly votesCount: number
  readonly modelsBytes: number
  readonly partialDownloadsBytes: number
  /** Graphs that were compiled for the GPU. */
  readonly compiledBytes: number
  readonly usedBytes: number | null
  readonly quotaBytes: number | null
  readonly persisted: boolean
}
