/** Does something often asked for at a pace that people can follow. */
export interface Pacer {
  /** Asks for it: done at once where the last time is an interval ago, else once when that has passed. */
  ask(): void
  /** Does it at once. */
  now(): void
  /** Forgets what was asked for and is not done yet. */
  cancel(): void
}

/** Ten times a second: figures on the screen move in tenths, and while they do, every processor is busy with a model. */
const PACE_MS = 100

/** Calls `act` at most once every `intervalMs`, but for `now`, and in any case after the last `ask`. */
export function createPacer(act: () => void, intervalMs = PACE_MS): Pacer {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsked = false

  function now(): void {
    isAsked = false
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      if (isAsked) now()
    }, intervalMs)
    act()
  }

  return {
    ask() {
      if (timer === undefined) now()
      else isAsked = true
    },
    now,
    cancel() {
      isAsked = false
      clearTimeout(timer)
      timer = undefined
    },
  }
}
