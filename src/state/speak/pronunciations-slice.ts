import { withoutPronunciation, withPronunciation } from '../../shared/text/pronunciations'
import type { PronunciationsSlice } from '../app-state'
import type { ChoiceKeeper } from '../choice-keeper'
import type { SetState } from '../slice'

export function createPronunciationsSlice(keeper: ChoiceKeeper, set: SetState): PronunciationsSlice {
  return {
    pronunciations: [],

    keepPronunciation(entry) {
      set(({ pronunciations }) => ({ pronunciations: withPronunciation(pronunciations, entry) }))
      keeper.keep('pronunciations')
    },

    forgetPronunciation(entry) {
      set(({ pronunciations }) => ({ pronunciations: withoutPronunciation(pronunciations, entry) }))
      keeper.keep('pronunciations')
    },
  }
}
