import { SHORTEST_COMPARED_SECONDS, speakerSimilarity } from '../../shared/audio/speaker-similarity'
import { decodeWav } from '../../shared/audio/wav'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { SavedTake, SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { EmbedPrompt } from '../voice-library/prompt-embedding'
import { voiceOfTake, type VoicesSlice } from '../voice-library/voices-slice'
import type { TakeSounds } from './take-sounds'
import { takeById, type TakesSlice } from './takes-slice'

export interface SimilaritySlice {
  /** Why the newest comparison has no result. Nothing depends on one, so the page only leaves its line out. */
  readonly similarityFailure: { readonly takeId: string; readonly error: ErrorInfo } | null
  /**
   * Compares a take with the prompt of its voice and keeps the score with it. Never rejects. Nothing happens while a
   * reading is made, for a take of less than a second, and without the voice.
   */
  readonly measureSimilarity: (id: string) => Promise<void>
}

export interface SimilarityParts {
  readonly services: Pick<AppServices, 'analysis'>
  readonly acts: RunningActs
  readonly sounds: TakeSounds
  readonly embedPrompt: EmbedPrompt
}

export function createSimilaritySlice(
  { services: { analysis }, acts, sounds, embedPrompt }: SimilarityParts,
  set: SetSlice<SimilaritySlice>,
  get: GetState<TakesSlice & VoicesSlice>,
): SimilaritySlice {
  async function measure({ id, sampleRate }: SavedTake, voice: SavedVoice, signal: AbortSignal): Promise<void> {
    const samples = await sounds.read(id)
    signal.throwIfAborted()
    const spoken = await analysis.embedSpeech({ samples, sampleRate }, signal)
    signal.throwIfAborted()
    const recorded = await embedPrompt(voice, signal)
    signal.throwIfAborted()
    // Speaking and choosing listen with the encoder; what a person is told comes from an ear that nothing was made to please.
    const told = speakerSimilarity(await analysis.hearVoice({ samples, sampleRate }, signal), await analysis.hearVoice(decodeWav(voice.promptWav), signal))
    signal.throwIfAborted()
    const now = takeById(get(), id)
    // A check may have put other samples in their place meanwhile; it asks for a measurement of its own.
    if (!now || (sounds.held(id) ?? samples) !== samples) return
    await get().changeTake({ ...now, similarity: speakerSimilarity(spoken, recorded), toldLikeness: told })
  }

  return {
    similarityFailure: null,

    async measureSimilarity(id) {
      const take = takeById(get(), id)
      const voice = take && voiceOfTake(get(), take)
      // The recording of a mixture is what that said itself; where several speak there is nobody to be like.
      if (!take || !voice || voice.mixedOf || (take.script?.voices.length ?? 1) > 1 || take.sampleCount < SHORTEST_COMPARED_SECONDS * take.sampleRate) {
        await acts.stop('similarity')
        return
      }
      await acts.run('similarity', async (signal) => {
        set({ similarityFailure: null })
        try {
          await measure(take, voice, signal)
        } catch (thrown) {
          if (!signal.aborted && !isAbort(thrown)) set({ similarityFailure: { takeId: id, error: errorInfo(thrown, 'inference-failed') } })
        }
      })
    },
  }
}
