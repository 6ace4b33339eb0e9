import type { ChoiceKeeper } from '../kept-choices'
import type { SetSlice } from '../slice'

export interface HubTokenSlice {
  /** The person's access token for Hugging Face. */
  readonly hubToken: string | null
  /** The token outlives the page. */
  readonly keepsHubToken: boolean
  /** An empty one is none. */
  readonly setHubToken: (token: string | null, keeps: boolean) => void
}

export function createHubTokenSlice(keeper: ChoiceKeeper, set: SetSlice<HubTokenSlice>): HubTokenSlice {
  keeper.onRestore(({ hubToken }) => { set({ hubToken, keepsHubToken: hubToken !== null }) })
  return {
    hubToken: null,
    keepsHubToken: false,
    setHubToken(token, keeps) {
      const given = token?.trim() ?? ''
      set({ hubToken: given === '' ? null : given, keepsHubToken: given !== '' && keeps })
      keeper.keep('hubToken')
    },
  }
}
