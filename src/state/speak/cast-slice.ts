import { NARRATOR, PLAIN_PROSODY, type CastRole } from '../../shared/protocol/script'
import { findNames, foldedName } from '../../shared/text/script/speakers'
import type { ChoiceKeeper } from '../kept-choices'
import type { GetState, SetSlice } from '../slice'

/** Who says what in the text, as far as a person chose. */
export interface Cast {
  /** False: every line is read by the chosen voice, names and all. */
  readonly isOn: boolean
  /** Whose voice was chosen; all others have the narrator's, and that is the chosen voice unless it has a role of its own. */
  readonly roles: readonly CastRole[]
  /** Silence where one speaker follows another; null for the usual pause. */
  readonly gapSeconds: number | null
}

export const NO_CAST: Cast = { isOn: false, roles: [], gapSeconds: null }

/** Longest gap between speakers, seconds. */
export const MAX_GAP_SECONDS = 3

export interface CastSlice {
  readonly cast: Cast
  readonly setCast: (change: Partial<Omit<Cast, 'roles'>>) => void
  /** Null takes the voice away again. */
  readonly setRole: (name: string, voiceId: string | null) => void
}

export function createCastSlice(keeper: ChoiceKeeper, set: SetSlice<CastSlice>, get: GetState<CastSlice>): CastSlice {
  keeper.onRestore(({ draft }) => { set({ cast: draft.cast }) })

  function change(cast: Partial<Cast>): void {
    set({ cast: { ...get().cast, ...cast } })
    keeper.keep('draft')
  }

  return {
    cast: NO_CAST,
    setCast: change,
    setRole(name, voiceId) {
      const others = get().cast.roles.filter((role) => foldedName(role.name) !== foldedName(name))
      change({ roles: voiceId === null ? others : [...others, { name, voiceId, prosody: PLAIN_PROSODY }] })
    },
  }
}

/** The roles of a text: everybody whom it lets speak, with the narrator's voice where no other was chosen. Empty where the cast is not asked for. */
export function rolesOf(text: string, { isOn, roles }: Cast, chosenVoiceId: string): readonly CastRole[] {
  if (!isOn) return []
  const known = new Map(roles.map((role) => [foldedName(role.name), role]))
  const narrator = known.get(NARRATOR) ?? { name: NARRATOR, voiceId: chosenVoiceId, prosody: PLAIN_PROSODY }
  return [narrator, ...findNames(text).map(({ name }) => ({ ...(known.get(foldedName(name)) ?? narrator), name }))]
}
