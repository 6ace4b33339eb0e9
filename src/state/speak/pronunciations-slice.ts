import { withoutPronunciation, withPronunciation, type Pronunciation } from '../../shared/text/pronunciations'
import type { ChoiceKeeper } from '../kept-choices'
import type { GetState, SetSlice } from '../slice'

/** How the person wants words to be said, whatever the engine. */
export interface PronunciationsSlice {
  /** Of all languages, the newest first. */
  readonly pronunciations: readonly Pronunciation[]
  /** Takes the place of an entry for the same word and language. */
  readonly keepPronunciation: (entry: Pronunciation) => void
  readonly forgetPronunciation: (entry: Pronunciation) => void
}

export function createPronunciationsSlice(
  keeper: ChoiceKeeper,
  set: SetSlice<PronunciationsSlice>,
  get: GetState<PronunciationsSlice>,
): PronunciationsSlice {
  keeper.onRestore(({ pronunciations }) => { set({ pronunciations }) })
  return {
    pronunciations: [],

    keepPronunciation(entry) {
      set({ pronunciations: withPronunciation(get().pronunciations, entry) })
      keeper.keep('pronunciations')
    },

    forgetPronunciation(entry) {
      set({ pronunciations: withoutPronunciation(get().pronunciations, entry) })
      keeper.keep('pronunciations')
    },
  }
}
