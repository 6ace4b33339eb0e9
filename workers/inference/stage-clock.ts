import type { Stage, StageTiming } from '../../src/protocol/engine'

/** Adds up wall time per stage for one reading or one voice preparation. */
export interface StageClock {
  /** Times `act` as one call of `stage` that yields `frames` frames; a failed act is not counted. */
  time<T>(stage: Stage, frames: number, act: () => Promise<T> | T): Promise<T>
  /** Totals so far, in the order in which the stages first ran. */
  snapshot(): readonly StageTiming[]
}

/** `now` gives milliseconds; it is a parameter for tests. */
export function createStageClock(now: () => number = () => performance.now()): StageClock {
  const totals = new Map<Stage, { totalMs: number; calls: number; frames: number }>()
  return {
    async time(stage, frames, act) {
      const startedAt = now()
      const result = await act()
      const total = totals.get(stage) ?? { totalMs: 0, calls: 0, frames: 0 }
      total.totalMs += now() - startedAt
      total.calls += 1
      total.frames += frames
      totals.set(stage, total)
      return result
    },
    snapshot: () => [...totals].map(([stage, total]) => ({ stage, ...total })),
  }
}
