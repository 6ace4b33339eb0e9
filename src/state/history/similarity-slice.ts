import { SHORTEST_COMPARED_SECONDS, speakerSimilarity } from '../../shared/audio/speaker-similarity'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { SavedTake, SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import type { AppState } from '../app-state'
import { createPromptEmbedder } from '../voice-library/prompt-embedding'
import type { Reader } from '../speak/reading-slice'
import type { GetState, SetState } from '../slice'
import { takeById, withChangedTake } from './take-by-id'

export interface SimilaritySlice {
  /** Why the newest comparison has no result. Nothing depends on one, so the page only leaves its line out. */
  readonly similarityFailure: { readonly takeId: string; readonly error: ErrorInfo } | null
  /**
   * Compares a take with the prompt of its voice and keeps the score with it. Never rejects. Nothing happens while a
   * reading is made, for a take of less than a second, and without the voice.
   */
  readonly measureSimilarity: (id: string) => Promise<void>
  readonly stopMeasuringSimilarity: () => void
}

/** One take is compared at a time; the next reading ends it, for speaking needs the processor more. */
export function createSimilaritySlice(services: AppServices, reader: Reader, set: SetState, get: GetState): SimilaritySlice {
  const { analysis, takes: repository } = services
  const embedPrompt = createPromptEmbedder(analysis)
  let controller: AbortController | null = null

  async function measure({ id, sampleRate }: SavedTake, voice: SavedVoice, signal: AbortSignal): Promise<void> {
    const samples = reader.heldSamples(id) ?? (await repository.readSamples(id))
    const spoken = await analysis.embedSpeech({ samples, sampleRate }, signal)
    signal.throwIfAborted()
    const recorded = await embedPrompt(voice, signal)
    signal.throwIfAborted()
    const now = takeById(get(), id)
    // A check may have put other samples in their place meanwhile; it asks for a measurement of its own.
    if (!now || (reader.heldSamples(id) ?? samples) !== samples) return
    const measured = { ...now, similarity: speakerSimilarity(spoken, recorded) }
    const isKept = get().takes.some((take) => take.id === id)
    set((state) => withChangedTake(state, measured))
    if (isKept) await repository.update(measured)
  }

  return {
    similarityFailure: null,

    async measureSimilarity(id) {
      controller?.abort()
      const take = takeById(get(), id)
      const voice = get().voices.find((candidate) => candidate.id === take?.voiceId)
      if (!take || !voice || isSpeaking(get()) || take.sampleCount < SHORTEST_COMPARED_SECONDS * take.sampleRate) return
      const mine = new AbortController()
      controller = mine
      set({ similarityFailure: null })
      try {
        await measure(take, voice, mine.signal)
      } catch (thrown) {
        if (!mine.signal.aborted && !isAbort(thrown)) set({ similarityFailure: { takeId: id, error: errorInfo(thrown, 'inference-failed') } })
      } finally {
        if (controller === mine) controller = null
      }
    },

    stopMeasuringSimilarity() {
      controller?.abort()
      controller = null
    },
  }
}

function isSpeaking({ speakState: { phase } }: AppState): boolean {
  return phase === 'loading' || phase === 'preparing' || phase === 'speaking'
}
