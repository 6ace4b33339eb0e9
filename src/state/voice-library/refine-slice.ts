import { decodeWav } from '../../shared/audio/wav'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { Progress } from '../../shared/protocol/inference'
import type { SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import { openChosenEngine } from './chosen-engine'
import type { VoiceSource } from './voice-source'
import { voiceById, type VoicesSlice } from './voices-slice'

/** How far the search for a starter voice closer to its recording has come. */
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

export interface RefineParts {
  readonly services: Pick<AppServices, 'inference'>
  readonly acts: RunningActs
  readonly voiceSource: VoiceSource
}

export function createRefineSlice(
  { services: { inference }, acts, voiceSource }: RefineParts,
  set: SetSlice<RefineSlice>,
  get: GetState<RefineSlice & VoicesSlice & ModelsSlice & NoticesSlice>,
): RefineSlice {
  async function refine(voice: SavedVoice, signal: AbortSignal): Promise<void> {
    const report = (progress: Progress) => {
      if (!signal.aborted) set({ refineState: { phase: 'refining', voiceId: voice.id, progress } })
    }
    const loaded = await openChosenEngine(inference, get(), report, signal)
    const listener = { onProgress: report, onStages: () => undefined, onProblem: get().notifyError }
    const prepared = await voiceSource.take(voice, loaded, listener, signal)
    signal.throwIfAborted()
    const refined = await inference.refineVoice({ prompt: decodeWav(voice.promptWav), voice: prepared }, report, signal)
    signal.throwIfAborted()
    const { similarityBefore, similarityAfter } = refined
    if (refined.voice !== prepared) await voiceSource.replace(voice, refined.voice, get().notifyError)
    if (!signal.aborted) set({ refineState: { phase: 'refined', voiceId: voice.id, similarityBefore, similarityAfter } })
  }

  return {
    refineState: { phase: 'idle' },

    async refineVoice(id) {
      const voice = voiceById(get(), id)
      if (!voice) return
      await acts.run('refinement', async (signal) => {
        signal.addEventListener('abort', () => { set({ refineState: { phase: 'idle' } }) }, { once: true })
        try {
          await refine(voice, signal)
        } catch (thrown) {
          if (signal.aborted) return
          // Aborted, though not by this act: another one had the worker replaced.
          set({ refineState: isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', voiceId: id, error: errorInfo(thrown, 'inference-failed') } })
        }
      })
    },

    stopRefining() {
      void acts.stop('refinement')
    },
  }
}
