import type { SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { GetState } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import { MynaError } from '../../shared/protocol/errors'
import { inMood, withMoodRenamed, withoutMood } from './moods'
import type { VoicesSlice } from './voices-slice'

/** What can be done with the moods of a voice; a mood is added by recording it: see `RecordingSlice.moodOf`. */
export interface MoodsSlice {
  readonly renameMood: (voiceId: string, name: string, newName: string) => Promise<void>
  /** The mood speaks from now on where none is asked for. */
  readonly makeMoodDefault: (voiceId: string, name: string) => Promise<void>
  /** Not for the mood that speaks where none is asked for. What was learned from it goes along. */
  readonly deleteMood: (voiceId: string, name: string) => Promise<void>
}

export function createMoodsSlice(
  { services: { voices: repository } }: { readonly services: Pick<AppServices, 'voices'> },
  get: GetState<VoicesSlice & PlayerSlice & NoticesSlice>,
): MoodsSlice {
  const guarded = createGuarded(get)

  const change = (voiceId: string, changed: (voice: SavedVoice) => SavedVoice) =>
    guarded(async () => {
      const { playback } = get()
      if (playback?.kind === 'prompt' && playback.voiceId === voiceId) get().stopPlayback()
      get().changeVoice(await repository.change(voiceId, changed))
    })

  return {
    renameMood: (voiceId, name, newName) => change(voiceId, (voice) => withMoodRenamed(voice, name, newName)),

    makeMoodDefault: (voiceId, name) =>
      change(voiceId, (voice) => {
        const changed = inMood(voice, name)
        if (!changed) throw new MynaError('record-missing', `no mood “${name}”`)
        return changed
      }),

    deleteMood: (voiceId, name) => change(voiceId, (voice) => withoutMood(voice, name)),
  }
}
