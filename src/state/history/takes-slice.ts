import { MynaError } from '../../shared/protocol/errors'
import type { SavedTake } from '../../shared/protocol/records'
import type { SubtitleFormat } from '../../shared/text/subtitles'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import { holdsTake, type PlayerSlice } from '../speak/player-slice'
import { detailsFile, subtitleFile, type TakeFile } from './take-files'
import type { TakeSounds } from './take-sounds'

export interface TakesSlice {
  readonly takes: readonly SavedTake[]
  /** The newest take of this visit, kept or not (a full disk keeps nothing, but it can still be downloaded). */
  readonly lastTake: SavedTake | null
  readonly refreshTakes: () => Promise<void>
  /** Remembers the newest take, kept or not. */
  readonly noteLastTake: (take: SavedTake) => void
  /** Puts a take that is kept on top of the history. */
  readonly addTake: (take: SavedTake) => void
  /** Puts what is newly known of a take in its place, with another sound where one is given, and keeps it where the history has the take. */
  readonly changeTake: (take: SavedTake, samples?: Float32Array) => Promise<void>
  readonly replayTake: (id: string) => Promise<void>
  /** Plays a take, or the reading in progress (null), from a moment on. Call in a click. */
  readonly hearFrom: (id: string | null, seconds: number) => Promise<void>
  readonly deleteTake: (id: string) => Promise<void>
  readonly deleteAllTakes: () => Promise<void>
  /** The take's sentences with their times; word by word in WebVTT where those of its words are known. */
  readonly takeSubtitles: (id: string, format: SubtitleFormat) => TakeFile
  /** The take's facts as JSON (text, voice, engine, settings, seed, figures). */
  readonly takeDetails: (id: string) => TakeFile
}

export interface TakesParts {
  readonly services: Pick<AppServices, 'takes' | 'player'>
  readonly acts: RunningActs
  readonly sounds: TakeSounds
}

/** A take that is being checked. */
interface Checking {
  readonly checkState: { readonly phase: string; readonly takeId?: string }
  readonly stopChecking: () => void
}

export function createTakesSlice(
  { services: { takes: repository, player }, acts, sounds }: TakesParts,
  set: SetSlice<TakesSlice>,
  get: GetState<TakesSlice & Checking & PlayerSlice & NoticesSlice>,
): TakesSlice {
  const guarded = createGuarded(get)
  const takeOf = (id: string) => existingTake(get(), id)

  return {
    takes: [],
    lastTake: null,

    refreshTakes: () => guarded(async () => { set({ takes: await repository.list() }) }),

    noteLastTake(lastTake) {
      set({ lastTake })
    },

    addTake(take) {
      set({ takes: [take, ...get().takes] })
    },

    async changeTake(take, samples) {
      const { takes, lastTake } = get()
      if (samples) sounds.replace(take.id, samples)
      set({ takes: takes.map((other) => (other.id === take.id ? take : other)), lastTake: lastTake?.id === take.id ? take : lastTake })
      if (takes.some(({ id }) => id === take.id)) await repository.update(take, samples)
    },

    replayTake(id) {
      player.unlock()
      return guarded(() =>
        acts.run('playback', async (signal) => {
          const take = takeOf(id)
          const samples = await sounds.read(id)
          if (!signal.aborted) get().playTake(take, samples)
        }),
      )
    },

    async hearFrom(id, seconds) {
      const isHeld = holdsTake(get()) && get().currentTakeId === id
      if (!isHeld && id !== null) {
        await get().replayTake(id)
        // Deleted elsewhere, or overtaken: what the player holds is something else.
        if (get().currentTakeId !== id) return
      }
      player.unlock()
      player.seek(seconds)
      player.resume()
    },

    deleteTake: (id) =>
      guarded(async () => {
        const { checkState } = get()
        if (checkState.takeId === id) get().stopChecking()
        await repository.delete(id)
        const { takes, lastTake } = get()
        set({ takes: takes.filter((take) => take.id !== id), lastTake: lastTake?.id === id ? null : lastTake })
      }),

    deleteAllTakes: () =>
      guarded(async () => {
        get().stopChecking()
        await repository.deleteAll()
        set({ takes: [], lastTake: null })
      }),

    takeSubtitles: (id, format) => subtitleFile(takeOf(id), format),

    takeDetails: (id) => detailsFile(takeOf(id)),
  }
}

type Takes = Pick<TakesSlice, 'takes' | 'lastTake'>

/** The newest take, kept or not, or one from the history; null if it is gone. */
export function takeById({ takes, lastTake }: Takes, id: string): SavedTake | null {
  return lastTake?.id === id ? lastTake : (takes.find((take) => take.id === id) ?? null)
}

/** As `takeById`. Errors: `record-missing` where it is gone. */
export function existingTake(state: Takes, id: string): SavedTake {
  const take = takeById(state, id)
  if (!take) throw new MynaError('record-missing', `take ${id}`)
  return take
}
