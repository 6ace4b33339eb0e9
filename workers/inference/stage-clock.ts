import type { Stage, StageTiming } from '../../src/protocol/engine'

/** Adds up working time per stage for one reading or one voice preparation. */
export interface StageClock {
  /** Times `act` as one call of `stage` that yields `frames` frames; a failed act is not counted. */
  time<T>(stage: Stage, frames: number, act: () => Promise<T> | T): Promise<T>
  /** Counts a call that was timed where it ran: in another thread, whose answer waits for this one to be free. */
  add(stage: Stage, frames: number, ms: number): void
  /** Totals so far, in the order in which the stages first ran. */
  snapshot(): readonly StageTiming[]
}

/** `now` gives milliseconds; it is a parameter for tests. */
export function createStageClock(now: () => number = () => performance.now()): StageClock {
  const totals = new Map<Stage, { totalMs: number; calls: number; frames: number }>()

  function add(stage: Stage, frames: number, ms: number): void {
    const total = totals.get(stage) ?? { totalMs: 0, calls: 0, frames: 0 }
    total.totalMs += ms
    total.calls += 1
    total.frames += frames
    totals.set(stage, total)
  }

  return {
    async time(stage, frames, act) {
      const startedAt = now()
      const result = await act()
      add(stage, frames, now() - startedAt)
      return result
    },
    add,
    snapshot: () => [...totals].map(([stage, total]) => ({ stage, ...total })),
  }
}
