import type { PreparedVoice, StageTiming } from '../../shared/protocol/engine'
import { errorInfo, type ErrorInfo } from '../../shared/protocol/errors'
import type { LoadedEngine, Progress } from '../../shared/protocol/inference'
import type { SavedVoice } from '../../shared/protocol/records'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import { withPrompt } from './moods'
import { promptOf } from './voice-prompt'

/** How the making of a voice reports what it is doing. */
export interface VoiceListener {
  onProgress(progress: Progress): void
  onStages(stages: readonly StageTiming[]): void
  /** Storage failed; the voice is made all the same. */
  onProblem(error: ErrorInfo): void
}

export interface VoiceSource {
  /**
   * The voice made ready for the loaded engine: from memory, from storage, or made now and kept. In another mood than the one that was
   * learned from it has what was learned besides.
   */
  take(voice: SavedVoice, loaded: LoadedEngine, listener: VoiceListener, signal: AbortSignal): Promise<PreparedVoice>
  /** Puts a better one in its place, here and in storage; it holds for this visit even where storage fails. */
  replace(voice: Pick<SavedVoice, 'promptSha256'>, prepared: PreparedVoice, onProblem: VoiceListener['onProblem']): Promise<void>
  /** The voice of the last reading where its engine has still to hear it: see {@link PreparedVoice.unheard}. */
  unheard(): HeldVoice | null
  /** Called with the prompt of such a voice, and with null once there is none any more. */
  onUnheard(listener: (promptSha256: string | null) => void): void
  forget(): void
}

/** A prepared voice and the prompt that it was made from. */
export interface HeldVoice {
  readonly promptSha256: string
  readonly prepared: PreparedVoice
}

/** Holds on to the voice of the last reading: it is megabytes, and most readings have the voice of the one before. */
export function createVoiceSource(services: Pick<AppServices, 'inference' | 'preparedVoices'>): VoiceSource {
  const { inference, preparedVoices } = services
  let newest: HeldVoice | null = null
  let tell: (promptSha256: string | null) => void = () => undefined

  const unheard = () => (newest?.prepared.unheard ? newest : null)

  function hold(voice: HeldVoice | null): void {
    newest = voice
    tell(unheard()?.promptSha256 ?? null)
  }

  async function fetch(
    voice: SavedVoice,
    { packKey }: LoadedEngine,
    listener: VoiceListener,
    signal: AbortSignal,
  ): Promise<PreparedVoice> {
    const { promptSha256 } = voice
    const report = (thrown: unknown) => { listener.onProblem(errorInfo(thrown, 'storage-unavailable')) }
    const kept = await preparedVoices.read(promptSha256, packKey).catch((thrown: unknown) => {
      report(thrown)
      return null
    })
    signal.throwIfAborted()
    if (kept) return kept
    const onProgress = (progress: Progress) => { if (!signal.aborted) listener.onProgress(progress) }
    onProgress({ fraction: 0, label: activities.listeningToVoice })
    const made = await inference.prepareVoice(promptOf(voice), onProgress, signal)
    listener.onStages(made.stages)
    // Not awaited: a slow or full disk must not hold back the sound.
    preparedVoices.write(promptSha256, made.voice).catch(report)
    return made.voice
  }

  /** The voice that was learned from, as its lesson began with it: heard by its engine. */
  async function fetchConfirmed(voice: SavedVoice, loaded: LoadedEngine, listener: VoiceListener, signal: AbortSignal): Promise<PreparedVoice> {
    const fetched = await fetch(voice, loaded, listener, signal)
    if (!fetched.unheard) return fetched
    const confirmed = await inference.confirmVoice(fetched, (progress) => { if (!signal.aborted) listener.onProgress(progress) }, signal)
    preparedVoices.write(voice.promptSha256, confirmed).catch((thrown: unknown) => { listener.onProblem(errorInfo(thrown, 'storage-unavailable')) })
    return confirmed
  }

  /** The voice as its prompt makes it. */
  async function own(voice: SavedVoice, loaded: LoadedEngine, listener: VoiceListener, signal: AbortSignal): Promise<PreparedVoice> {
    const { promptSha256 } = voice
    if (newest?.promptSha256 === promptSha256 && newest.prepared.packKey === loaded.packKey) return newest.prepared
    // Let go of before the next one comes: two would be in memory at once.
    hold(null)
    const prepared = await fetch(voice, loaded, listener, signal)
    hold({ promptSha256, prepared })
    return prepared
  }

  return {
    async take(voice, loaded, listener, signal) {
      const learned = voice.learned?.inUse && voice.learned.voice.packKey === loaded.packKey ? voice.learned : null
      if (!learned) return own(voice, loaded, listener, signal)
      const teacher = withPrompt(voice, learned.promptSha256 ?? voice.promptSha256)
      if (teacher === voice) return learned.voice
      const to = await own(voice, loaded, listener, signal)
      if (!teacher) return to
      return inference.carryLearned({ before: await fetchConfirmed(teacher, loaded, listener, signal), learned: learned.voice, to }, signal)
    },
    async replace({ promptSha256 }, prepared, onProblem) {
      hold({ promptSha256, prepared })
      try {
        await preparedVoices.write(promptSha256, prepared)
      } catch (thrown) {
        onProblem(errorInfo(thrown, 'storage-unavailable'))
      }
    },
    unheard,
    onUnheard(listener) {
      tell = listener
    },
    forget() {
      hold(null)
    },
  }
}
