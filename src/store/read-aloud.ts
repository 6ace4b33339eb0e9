import { decodeWav } from '../audio/wav'
import type { PreparedVoice, SpeakEvent, SpeakSettings, SpeakSummary, StageTiming } from '../protocol/engine'
import { errorInfo, type ErrorInfo } from '../protocol/errors'
import type { LoadedEngine, RuntimeOptions } from '../protocol/inference'
import type { ModelPack } from '../protocol/model-pack'
import type { SavedVoice } from '../protocol/records'
import type { AppServices } from './app-services'
import type { SpeakState } from './app-state'

/** All that one reading is made from. */
export interface ReadingInput {
  readonly pack: ModelPack
  readonly runtime: RuntimeOptions
  readonly voice: SavedVoice
  readonly text: string
  readonly language: string
  readonly settings: SpeakSettings
  /** `performance.now()` of the click. */
  readonly clickedAtMs: number
}

/** How a reading tells what it is doing. Nothing is called once the signal is aborted. */
export interface ReadingListener {
  onState(state: SpeakState): void
  onLoaded(loaded: LoadedEngine): void
  /** The player now belongs to this reading. */
  onPlayerBegun(loaded: LoadedEngine): void
  onStages(stages: readonly StageTiming[]): void
  /** Something went wrong that does not end the reading. */
  onProblem(error: ErrorInfo): void
}

export type ReadingServices = Pick<AppServices, 'inference' | 'preparedVoices' | 'player'>

/**
 * Loads the engine, takes or makes the prepared voice, speaks into the player. Resolves when the last sample is
 * generated (it may still be playing). Rejects with a `MynaError`; what was appended to the player stays there.
 */
export async function readAloud(
  services: ReadingServices,
  input: ReadingInput,
  recallRtf: (loaded: LoadedEngine) => number | null,
  listener: ReadingListener,
  signal: AbortSignal,
): Promise<{ readonly loaded: LoadedEngine; readonly summary: SpeakSummary }> {
  const { inference, player } = services
  listener.onState({ phase: 'loading', progress: { fraction: 0, label: 'Opening the model' } })
  const loaded = await inference.load(
    { pack: input.pack, runtime: input.runtime },
    (progress) => { if (!signal.aborted) listener.onState({ phase: 'loading', progress }) },
    signal,
  )
  listener.onLoaded(loaded)
  const voice = await preparedVoice(services, input.voice, loaded, listener, signal)
  signal.throwIfAborted()
  const progress = createProgress()
  player.begin({ sampleRate: loaded.description.sampleRate, clickedAtMs: input.clickedAtMs })
  listener.onPlayerBegun(loaded)
  listener.onState(progress.state())
  const { text, language, settings } = input
  const summary = await inference.speak(
    { text, language, voice, settings },
    (event) => {
      if (signal.aborted) return
      if (event.type === 'plan') player.plan(event.chunks, recallRtf(loaded))
      if (event.type === 'audio') player.append(event.samples, event.chunkIndex, event.endsChunk)
      if (event.type === 'timings') listener.onStages(event.stages)
      if (progress.take(event, loaded.description.sampleRate)) listener.onState(progress.state())
    },
    signal,
  )
  player.finish()
  return { loaded, summary }
}

async function preparedVoice(
  { inference, preparedVoices }: ReadingServices,
  voice: SavedVoice,
  loaded: LoadedEngine,
  listener: ReadingListener,
  signal: AbortSignal,
): Promise<PreparedVoice> {
  const kept = await preparedVoices.read(voice.promptSha256, loaded.packKey).catch((thrown: unknown) => {
    listener.onProblem(errorInfo(thrown, 'storage-unavailable'))
    return null
  })
  signal.throwIfAborted()
  if (kept) return kept
  listener.onState({ phase: 'preparing', progress: { fraction: 0, label: 'Listening to the voice' } })
  const made = await inference.prepareVoice(
    decodeWav(voice.promptWav),
    (progress) => { if (!signal.aborted) listener.onState({ phase: 'preparing', progress }) },
    signal,
  )
  listener.onStages(made.stages)
  // Not awaited: a slow or full disk must not hold back the sound.
  preparedVoices.write(voice.promptSha256, made.voice).catch((thrown: unknown) => {
    listener.onProblem(errorInfo(thrown, 'storage-unavailable'))
  })
  return made.voice
}

/** Counts chunks and samples against the plan. */
function createProgress() {
  let chunkCount = 1
  let chunkIndex = 0
  let expectedSeconds = 0
  let seconds = 0
  return {
    /** True when the event changed what there is to say. */
    take(event: SpeakEvent, sampleRate: number): boolean {
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
    state(): SpeakState {
      const fraction = expectedSeconds > 0 ? Math.min(1, seconds / expectedSeconds) : 0
      return { phase: 'speaking', chunkIndex, chunkCount, fraction }
    },
  }
}
