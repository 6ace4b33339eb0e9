import type { PlayerState } from '../../services/services'
import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { TakesSlice } from '../history/takes-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { GetState, SetSlice } from '../slice'
import { holdsTake, type PlayerSlice } from './player-slice'

/** How a person listens. */
export interface ListeningSlice {
  /** How fast everything is played, 0.5 to 2; its pitch stays. */
  readonly playbackSpeed: number
  /** When the sleep timer pauses the sound, ms since 1970; null where it is off. */
  readonly sleepsAtMs: number | null
  /** Where long takes were left off, seconds by take. */
  readonly leftOffAt: Readonly<Record<string, number>>
  readonly setPlaybackSpeed: (speed: number) => void
  /** Pauses the sound in so many minutes; null switches the timer off. */
  readonly setSleepTimer: (minutes: number | null) => void
  /** Plays a take from where it was left off. Call in a click. */
  readonly hearOn: (takeId: string) => Promise<void>
}

export interface ListeningParts {
  readonly services: Pick<AppServices, 'player'>
  readonly keeper: ChoiceKeeper
}

/** Nobody looks for their place in less. */
const LONG_SECONDS = 60
/** The beginning and the end of a take are no places to go on from. */
const EDGE_SECONDS = 5
/** While it plays, so that a closed tab has lost no more. */
const KEEP_EVERY_SECONDS = 10
/** Of the takes left off last. */
const MOST_PLACES = 100

type Needed = ListeningSlice & PlayerSlice & TakesSlice & NoticesSlice

export function createListeningSlice({ services: { player }, keeper }: ListeningParts, set: SetSlice<ListeningSlice>, get: GetState<Needed>): ListeningSlice {
  keeper.onRestore(({ listening: { playbackSpeed, leftOffAt } }) => {
    if (playbackSpeed !== get().playbackSpeed) player.setSpeed(playbackSpeed)
    set({ playbackSpeed, leftOffAt })
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The newest place that was heard, which a stop makes the player forget. */
  let heard: { readonly takeId: string; readonly seconds: number; readonly durationSeconds: number } | null = null

  function keepPlace(takeId: string, seconds: number | null): void {
    const { [takeId]: before, ...others } = get().leftOffAt
    if (before === undefined && seconds === null) return
    const newest = Object.entries(others).slice(1 - MOST_PLACES)
    set({ leftOffAt: { ...Object.fromEntries(newest), ...(seconds !== null && { [takeId]: seconds }) } })
    keeper.keep('listening')
  }

  function note({ phase, positionSeconds, durationSeconds }: PlayerState): void {
    const { currentTakeId } = get()
    const isHeard = holdsTake(get()) && currentTakeId !== null
    if (isHeard && phase === 'ended') {
      heard = null
      keepPlace(currentTakeId, null)
      return
    }
    const before = heard
    if (isHeard && (phase === 'playing' || phase === 'paused')) heard = { takeId: currentTakeId, seconds: positionSeconds, durationSeconds }
    if (heard === null || heard.durationSeconds < LONG_SECONDS) return
    const { takeId, seconds } = heard
    if (seconds < EDGE_SECONDS || seconds > heard.durationSeconds - EDGE_SECONDS) return
    const isLeft = phase === 'paused' || phase === 'idle' || before?.takeId !== takeId
    if (isLeft || Math.abs(seconds - (get().leftOffAt[takeId] ?? -Infinity)) >= KEEP_EVERY_SECONDS) keepPlace(takeId, seconds)
    if (phase === 'idle') heard = null
  }
  player.subscribe(note)

  return {
    playbackSpeed: 1,
    sleepsAtMs: null,
    leftOffAt: {},

    setPlaybackSpeed(playbackSpeed) {
      player.setSpeed(playbackSpeed)
      set({ playbackSpeed })
      keeper.keep('listening')
    },

    setSleepTimer(minutes) {
      clearTimeout(timer)
      if (minutes === null) {
        set({ sleepsAtMs: null })
        return
      }
      set({ sleepsAtMs: Date.now() + minutes * 60_000 })
      timer = setTimeout(() => {
        // Everything may have been erased meanwhile.
        if (get().sleepsAtMs === null) return
        set({ sleepsAtMs: null })
        player.pause()
        get().notifyInfo(notices.asleep)
      }, minutes * 60_000)
    },

    hearOn: (takeId) => get().hearFrom(takeId, get().leftOffAt[takeId] ?? 0),
  }
}
