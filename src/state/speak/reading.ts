import type { PreparedVoice, SpeakEvent, SpeakSettings, SpeakSummary, StageTiming } from '../../shared/protocol/engine'
import { MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import type { GuideRecording, LoadedEngine, Progress, RuntimeOptions } from '../../shared/protocol/inference'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { OpenReading, TakeDub, TakeGuide, TakePiece } from '../../shared/protocol/records'
import type { ChosenCandidate } from '../../shared/protocol/take-check'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { SpeakReading } from './reading-speaker'
import type { CandidateStep } from './sentence-candidates'
import type { SpokenScript } from './spoken-script'
import type { VoiceSource } from '../voice-library/voice-source'

/** Where a reading stands. The text and voice are untouched by every end of it. */
export type SpeakState =
  | { readonly phase: 'idle' }
  /** The pack is not on this device yet; the reading continues by itself once it is. */
  | { readonly phase: 'awaiting-pack'; readonly packId: string }
  | { readonly phase: 'loading'; readonly progress: Progress }
  | { readonly phase: 'preparing'; readonly progress: Progress }
  | { readonly phase: 'speaking'; readonly chunkIndex: number; readonly chunkCount: number; readonly fraction: number; readonly step?: CandidateStep }
  | { readonly phase: 'done' }
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

/** All that one reading is made from. */
export interface ReadingInput {
  readonly pack: ModelPack
  readonly runtime: RuntimeOptions
  /** As written, for the history. */
  readonly text: string
  /** What the engine gets, with the person's pronunciations in it. */
  readonly script: SpokenScript
  readonly language: string
  readonly settings: SpeakSettings
  /** Candidates of every sentence, of which the best is kept: 1 to 8. One where there is a guide. */
  readonly bestOf: number
  /** Absent where the voice says it in its own way. */
  readonly guide?: ReadingGuide
  /** Absent where it is said without regard to times. One candidate of each line is made then. */
  readonly dub?: TakeDub
  /** `performance.now()` of the click. */
  readonly clickedAtMs: number
  /** Absent for a reading from the start. */
  readonly begun?: BegunReading
}

/** A recording that a reading follows, and what is kept of it. */
export interface ReadingGuide {
  readonly recording: GuideRecording
  readonly facts: TakeGuide
}

/** What there is of a continued reading. */
export interface BegunReading {
  readonly reading: OpenReading
  /** Its first sentences, in order. */
  readonly pieces: readonly TakePiece[]
}

/** How a reading reports what it is doing. Nothing is called once the signal is aborted. */
export interface ReadingListener {
  onState(state: SpeakState): void
  onLoaded(loaded: LoadedEngine): void
  /** The player now belongs to this reading. */
  onPlayerBegun(loaded: LoadedEngine): void
  onStages(stages: readonly StageTiming[]): void
  /** What the engine sends, as it comes. */
  onEvent(event: SpeakEvent): void
  /** One of several candidates of a sentence was kept: see `SpeakingListener`. */
  onChosen(chosen: ChosenCandidate, transcriberId: string | null): void
  /** Something went wrong that does not end the reading. */
  onProblem(error: ErrorInfo): void
}

export interface ReadingServices extends Pick<AppServices, 'inference' | 'player'> {
  readonly voiceSource: VoiceSource
  readonly speakReading: SpeakReading
}

/**
 * Loads the engine, takes or makes the prepared voice, speaks into the player. Resolves when the last sample is
 * generated (it may still be playing). Rejects with a `MynaError`, `reading-changed` where a reading that goes on would not
 * be the same; what was appended to the player stays there.
 */
export async function readAloud(
  services: ReadingServices,
  input: ReadingInput,
  recallRtf: (loaded: LoadedEngine) => number | null,
  listener: ReadingListener,
  signal: AbortSignal,
): Promise<{ readonly loaded: LoadedEngine; readonly summary: SpeakSummary }> {
  const { inference, player, voiceSource, speakReading } = services
  listener.onState({ phase: 'loading', progress: { fraction: 0, label: activities.openingModel } })
  const loaded = await inference.load(
    { pack: input.pack, runtime: input.runtime },
    (progress) => { if (!signal.aborted) listener.onState({ phase: 'loading', progress }) },
    signal,
  )
  const { begun } = input
  if (begun && begun.reading.facts.packKey !== loaded.packKey) throw new MynaError('reading-changed', `${loaded.packKey} is another engine`)
  listener.onLoaded(loaded)
  const onProgress = (progress: Progress) => { listener.onState({ phase: 'preparing', progress }) }
  const voices: PreparedVoice[] = []
  for (const voice of input.script.voices) {
    voices.push(await voiceSource.take(voice, loaded, { ...listener, onProgress }, signal))
    signal.throwIfAborted()
  }
  const kept = begun?.pieces.map(({ samples }) => samples) ?? []
  const { sampleRate } = loaded.description
  const progress = createProgress(kept, sampleRate)
  player.begin({ sampleRate, clickedAtMs: input.clickedAtMs, kept })
  listener.onPlayerBegun(loaded)
  listener.onState(progress.state())
  const { script, language, settings, guide } = input
  const take = (event: SpeakEvent) => {
    if (signal.aborted) return
    listener.onEvent(event)
    if (event.type === 'plan') player.plan(event.chunks, expectedRtf(recallRtf(loaded), input.guide ? GUIDED_COST : input.bestOf), kept.length)
    if (event.type === 'audio') player.append(event.samples, event.chunkIndex, event.endsChunk)
    if (event.type === 'timings') listener.onStages(event.stages)
    if (event.type === 'device-lost') listener.onProblem({ code: 'device-lost', detail: event.detail })
    if (progress.take(event)) listener.onState(progress.state())
  }
  const onStep = (step: CandidateStep) => { if (!signal.aborted) listener.onState({ ...progress.state(), step }) }
  const rest = begun && { plan: begun.reading.plan, chunks: { from: kept.length, to: begun.reading.plan.length } }
  const keptSamples = kept.reduce((sum, { length }) => sum + length, 0)
  const request = { passages: script.passages, voices, language, settings, ...rest, ...(guide && { guide: guide.recording }) }
  const { bestOf, dub } = input
  const spoken = { voices: script.voices, bestOf, ...(dub && { dub }), engine: loaded.description, keptSamples, keptPieces: kept.length }
  const summary = await speakReading(request, spoken, { ...listener, onEvent: take, onStep }, signal)
  player.finish()
  return { loaded, summary }
}

/** What follows a recording is first read in the network's own way. */
const GUIDED_COST = 2

/** Time per second of sound where each is made `bestOf` times; null where it was never measured. */
function expectedRtf(rtf: number | null, bestOf: number): number | null {
  return rtf === null ? null : rtf * bestOf
}

/** Counts chunks and samples against the plan. */
function createProgress(kept: readonly Float32Array[], sampleRate: number) {
  let chunkIndex = kept.length
  let chunkCount = kept.length + 1
  let expectedSeconds = 0
  let seconds = kept.reduce((sum, { length }) => sum + length, 0) / sampleRate
  return {
    /** True when the event changed what there is to say. */
    take(event: SpeakEvent): boolean {
      if (event.type === 'plan') {
        chunkCount = Math.max(1, event.chunks.length)
        expectedSeconds = event.chunks.reduce((sum, chunk) => sum + chunk.estimatedSeconds, 0)
        return true
      }
      if (event.type !== 'audio') return false
      seconds += event.samples.length / sampleRate
      chunkIndex = Math.min(chunkCount - 1, event.chunkIndex + (event.endsChunk ? 1 : 0))
      return true
    },
    state(): Extract<SpeakState, { phase: 'speaking' }> {
      const fraction = expectedSeconds > 0 ? Math.min(1, seconds / expectedSeconds) : 0
      return { phase: 'speaking', chunkIndex, chunkCount, fraction }
    },
  }
}
