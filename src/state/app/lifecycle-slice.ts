import type { AppServices } from '../app-services'
import type { ComparisonSlice } from '../compare/comparison-slice'
import type { TakesSlice } from '../history/takes-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { ModelsSlice } from '../models/models-slice'
import { atRest } from '../record-voice/prompt-draft'
import type { MakingSlice } from '../projects/making-slice'
import type { RecordingSlice } from '../record-voice/recording-slice'
import type { ActName, RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { UnfinishedSlice } from '../speak/unfinished-slice'
import type { StorageSlice } from '../storage/storage-slice'
import type { LearnSlice } from '../voice-library/learn-slice'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { createGuarded, type NoticesSlice } from './notices-slice'

export interface LifecycleSlice {
  readonly ready: boolean
  /** Acts that are under way, in the order in which they began. */
  readonly running: readonly ActName[]
  /** Resolves when the store is ready, if it is being started. */
  readonly whenReady: () => Promise<void>
  /** Reads what is kept and opens the models worker. Never rejects: problems become notices. */
  readonly start: () => Promise<void>
  /** Ends every act, deletes everything that is kept, and begins as on a first visit. Never rejects. */
  readonly eraseAll: () => Promise<void>
}

type Needed = NoticesSlice &
  StorageSlice &
  PlayerSlice &
  VoicesSlice &
  ModelsSlice &
  TakesSlice &
  ComparisonSlice &
  RecordingSlice &
  UnfinishedSlice &
  Pick<LearnSlice, 'findLessons'> &
  Pick<MakingSlice, 'findWantedProject'>

export interface LifecycleParts {
  readonly services: Pick<AppServices, 'storage' | 'player'>
  readonly acts: RunningActs
  readonly keeper: ChoiceKeeper
  /** Puts the state back to where it was before `start`, with everything that is held beside it. */
  readonly reset: () => void
}

export function createLifecycleSlice(
  { services: { storage, player }, acts, keeper, reset }: LifecycleParts,
  set: SetSlice<LifecycleSlice>,
  get: GetState<Needed>,
): LifecycleSlice {
  const guarded = createGuarded(get)

  /** What was kept, and which models are there. */
  async function open(): Promise<void> {
    const restoring = keeper.restore()
    const opening = get().openModels(restoring.then(({ choices }) => choices.packId))
    await restoring
    await Promise.all([get().refreshVoices(), get().refreshVotes(), get().refreshTakes()])
    await opening
    set({ ready: true })
  }

  let opened: Promise<void> = Promise.resolve()

  async function start(): Promise<void> {
    opened = open()
    await opened
    await get().findUnfinished()
    await get().findLessons()
    await get().findWantedProject()
    await get().refreshStorage()
    if (get().storage?.keeps === false) get().notifyError({ code: 'storage-unavailable', detail: 'the browser refuses IndexedDB to this page' })
  }

  return {
    ready: false,
    running: [],
    whenReady: () => opened,
    start,

    eraseAll: () =>
      guarded(async () => {
        try {
          await acts.runAlone(async () => {
            get().stopPlayback()
            await storage.eraseAll()
            player.clear()
            reset()
          })
        } catch (thrown) {
          // Nothing was lost; the analysis of a draft begins again.
          get().changeDraft(atRest)
          throw thrown
        }
        // Nothing is left to read, but the packs' states and the figures have changed.
        await start()
      }),
  }
}
