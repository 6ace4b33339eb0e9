/** The engine boundary: what every model family offers, in words that no model family owns. */

import type { TimedWord } from './timed-word'

/** Engine families. Adding one touches its folder under `workers/inference/engines` and the registry there. */
export type EngineId = 'kokoro' | 'pocket-tts'

export type ExecutionProvider = 'wasm' | 'webgpu'

/** What a person asks for: 'automatic' takes, part by part, the processor that is right and faster on this device. */
export type ComputeChoice = 'automatic' | ExecutionProvider

/** What came of a GPU's first trial on this device: against the CPU, on a fixed input. */
export interface GpuTrial {
  /** 'wrong': other numbers than the CPU's. 'misplaced': part of the work fell back to the CPU. 'failed': it did not run. */
  readonly outcome: 'right' | 'wrong' | 'misplaced' | 'failed'
  /** Facts for the curious, in English. */
  readonly detail: string
  /** Milliseconds per frame on the fixed input; null where there was nothing worth timing. */
  readonly cpuMs: number | null
  readonly gpuMs: number | null
}

/** Which processor computes a part of an engine, and what its trial on the GPU said. */
export interface PartProcessor {
  /** The part in the words of its engine, e.g. "language model". */
  readonly part: string
  readonly on: ExecutionProvider
  readonly trial: GpuTrial
}

/** What an engine says about itself once its model pack is loaded. */
export interface EngineDescription {
  readonly engineId: EngineId
  readonly packId: string
  readonly name: string
  /** True: speaks with the voice of the prompt. False: leans towards it ("starter"). */
  readonly clones: boolean
  /** BCP 47 tags, the first one is the default. */
  readonly languages: readonly string[]
  /** Hz of every PCM it takes and gives. */
  readonly sampleRate: number
  readonly licence: string
  readonly credit: string
  readonly downloadBytes: number
  readonly executionProviders: readonly ExecutionProvider[]
  /** How its graphs run here, in one line for the curious; absent where there is only one way. */
  readonly graphs?: string
  /** Absent where only the CPU was asked. */
  readonly processors?: readonly PartProcessor[]
  /** True: sound comes a few frames at a time. False: a chunk at a time, and nothing can stop it in between. */
  readonly streams: boolean
  /** Seconds of prompt that it makes use of at most. */
  readonly maxPromptSeconds: number
  /** The temperature that the model recommends; absent where there is none. */
  readonly temperature?: number
  /** True where a prepared voice can be brought closer to its prompt by trying; absent elsewhere. */
  readonly refines?: boolean
  /** True where two prepared voices can be mixed; absent elsewhere. */
  readonly mixes?: boolean
  /** True where a prepared voice can be learned from its prompt; absent elsewhere. */
  readonly learns?: boolean
  /** True where a text can be spoken with the melody and timing of a recording of it; absent elsewhere. */
  readonly follows?: boolean
  /** True where the engine itself speaks at the pace that is asked for; absent where its sound is stretched. */
  readonly paces?: boolean
}

/** A recorded clip on its way to an engine: mono, float32 in [-1, 1]. */
export interface VoicePrompt {
  readonly samples: Float32Array
  readonly sampleRate: number
  /** What is said in it, where that is known and of a language of the engine. */
  readonly words?: string
}

/**
 * A prompt made ready for one engine and one model pack. `data` is opaque outside the engine, can be stored, and is
 * only valid for the same `packKey` (pack id and hash of the files that matter).
 */
export interface PreparedVoice {
  readonly engineId: EngineId
  readonly packKey: string
  readonly format: number
  readonly data: ArrayBuffer
  /** One line for the curious, e.g. "126 positions" or "am_michael 62 %, bm_george 38 %". */
  readonly summary: string
  /** Of a voice that speaks before its engine has heard itself with it: what `InferenceApi.confirmVoice` needs, opaque like `data`. */
  readonly unheard?: ArrayBuffer
}

/** What came of trying to bring a prepared voice closer to its prompt. */
export interface RefinedVoice {
  /** The voice as it was where nothing came nearer. */
  readonly voice: PreparedVoice
  /** Likeness of a rendering to the prompt, of the voice as it was and as it is now: see `speakerSimilarity`. */
  readonly similarityBefore: number
  readonly similarityAfter: number
}

/** Settings of one reading. Everything that is needed to make the same samples again. */
export interface SpeakSettings {
  /** Unsigned 32-bit seed. */
  readonly seed: number
  /** Pace factor, 0.5 to 2. */
  readonly speed: number
  /** How much higher it is said than the voice says it, -6 to 6; absent for 0. */
  readonly pitchSemitones?: number
  /** How much louder, dB, -12 to 12; absent for 0. */
  readonly gainDb?: number
  /** 0 (deterministic) to 1; null for what the model recommends. Engines without sampling ignore it. */
  readonly temperature: number | null
  /** Decoding steps of the flow, 1 to 4; engines without a flow ignore it. */
  readonly steps: number
}

export const DEFAULT_SPEAK_SETTINGS = { seed: 0, speed: 1, pitchSemitones: 0, gainDb: 0, temperature: null, steps: 1 } as const satisfies SpeakSettings

/** A part of a chunk's audio that comes as a whole. */
export interface ChunkPart {
  /** Expected length of its audio. */
  readonly seconds: number
  /** Share of the whole chunk's work that is done between the part before and this one. The first has done some for all. */
  readonly workShare: number
}

/** One stretch of text that is spoken in one run. */
export interface ChunkPlan {
  readonly text: string
  /** Which of the request's passages it belongs to; absent for the first. */
  readonly passage?: number
  /** Expected length of its audio in seconds (an estimate for the progress bar and the bank). */
  readonly estimatedSeconds: number
  /**
   * What it comes in, of an engine that gives a chunk as a whole or in a few long parts. Absent where sound comes in small
   * blocks, as it is made.
   */
  readonly parts?: readonly ChunkPart[]
}

/**
 * Stages an engine may report. Kokoro: 'prompt-encode', 'text' and 'synthesis' (the whole network). Pocket TTS: all but
 * 'synthesis'; 'lm-flow' and 'lm-flow-decode' where one graph does all of these.
 */
export type Stage = 'prompt-encode' | 'voice-prefill' | 'text' | 'text-prefill' | 'lm' | 'lm-flow' | 'lm-flow-decode' | 'flow' | 'decode' | 'synthesis'

/**
 * Time that a stage worked inside one reading or one voice preparation. Stages in threads of their own work at the same
 * time, so the sum over all stages may be more than the time on the clock.
 */
export interface StageTiming {
  readonly stage: Stage
  readonly totalMs: number
  /** How many calls the total is made of. */
  readonly calls: number
  /** Frames (80 ms in Pocket TTS) that these calls produced, 0 where the notion does not apply. */
  readonly frames: number
  /** Where it ran (last, if that changed); absent in takes of older versions. */
  readonly on?: ExecutionProvider
  /** How long single frames took; absent before the end, and where the notion does not apply. */
  readonly spread?: FrameSpread
}

/** Milliseconds of a stage's frames. A call that makes several gives each of them an equal share of its time. */
export interface FrameSpread {
  readonly medianMs: number
  /** 95 of 100 frames took no longer. */
  readonly p95Ms: number
}

/** What a reading sends while it runs, in order: one plan, then audio, each chunk in order. */
export type SpeakEvent =
  | { readonly type: 'plan'; readonly chunks: readonly ChunkPlan[] }
  | {
      readonly type: 'audio'
      readonly chunkIndex: number
      /** Mono PCM at the engine's rate; the receiver owns it. */
      readonly samples: Float32Array
      /** True on the last audio of its chunk. */
      readonly endsChunk: boolean
      /**
       * All words of the chunk whose times are known by now, in order, from the chunk's first sample on; they may sound later
       * than these samples. Replaces what was sent before. Absent where nothing new is known.
       */
      readonly words?: readonly TimedWord[]
    }
  /** 'spoken-again': the engine had left out words, and speaks them now. */
  | { readonly type: 'warning'; readonly chunkIndex: number; readonly code: 'runaway' | 'chunk-over-limit' | 'spoken-again' }
  | { readonly type: 'timings'; readonly stages: readonly StageTiming[] }
  /** The GPU went away: this reading continues, and later ones are made, on the CPU. Sent once. */
  | { readonly type: 'device-lost'; readonly detail: string }

/** Facts about a finished reading. */
export interface SpeakSummary {
  readonly sampleCount: number
  readonly sampleRate: number
  /** Wall time from the request's arrival in the worker to the last sample, in ms. */
  readonly wallMs: number
  readonly stages: readonly StageTiming[]
  /** 'webgpu' where any stage ran there. */
  readonly executionProvider: ExecutionProvider
  readonly threads: number
}
