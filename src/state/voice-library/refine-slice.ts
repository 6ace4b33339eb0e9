import { decodeWav } from '../../shared/audio/wav'
import { errorInfo, isAbort, MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import type { Progress } from '../../shared/protocol/inference'
import type { SavedVoice } from '../../shared/protocol/records'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { GetState, SetState } from '../slice'
import type { VoiceSource } from './voice-source'

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

/** One voice is refined at a time; a reading ends it, for speaking needs the engine. */
export function createRefineSlice(services: AppServices, voiceSource: VoiceSource, set: SetState, get: GetState): RefineSlice {
  const { inference } = services
  let controller: AbortController | null = null

  async function refine(voice: SavedVoice, signal: AbortSignal): Promise<void> {
    const report = (progress: Progress) => {
      if (!signal.aborted) set({ refineState: { phase: 'refining', voiceId: voice.id, progress } })
    }
    report({ fraction: 0, label: activities.openingModel })
    const { packs, selectedPackId, executionProvider, threads } = get()
    const pack = packs.find((status) => status.pack.id === selectedPackId && status.state.phase === 'ready')?.pack
    if (!pack) throw new MynaError('model-missing', selectedPackId ?? 'no engine is chosen')
    const loaded = await inference.load({ pack, runtime: { executionProvider, threads } }, report, signal)
    set({ engine: loaded.description, runtime: loaded.runtime })
    const listener = { onProgress: report, onStages: () => undefined, onProblem: get().notifyError }
    const prepared = await voiceSource.take(voice, loaded, listener, signal)
    signal.throwIfAborted()
    const refined = await inference.refineVoice({ prompt: decodeWav(voice.promptWav), voice: prepared }, report, signal)
    signal.throwIfAborted()
    const { similarityBefore, similarityAfter } = refined
    if (refined.voice !== prepared) await voiceSource.replace(voice, refined.voice, get().notifyError)
    set({ refineState: { phase: 'refined', voiceId: voice.id, similarityBefore, similarityAfter } })
  }

  return {
    refineState: { phase: 'idle' },

    async refineVoice(id) {
      controller?.abort()
      const voice = get().voices.find((candidate) => candidate.id === id)
      if (!voice) return
      const mine = new AbortController()
      controller = mine
      try {
        await refine(voice, mine.signal)
      } catch (thrown) {
        if (mine.signal.aborted || isAbort(thrown)) return
        set({ refineState: { phase: 'failed', voiceId: id, error: errorInfo(thrown, 'inference-failed') } })
      } finally {
        if (controller === mine) controller = null
      }
    },

    stopRefining() {
      controller?.abort()
      controller = null
      if (get().refineState.phase === 'refining') set({ refineState: { phase: 'idle' } })
    },
  }
}
