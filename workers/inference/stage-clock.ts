import type { FrameSpread, Stage, StageTiming } from '../../src/shared/protocol/engine'

/** Adds up working time per stage for one reading or one voice preparation. */
export interface StageClock {
  /** Times `act` as one call of `stage` that yields `frames` frames; a failed act is not counted. */
  time<T>(stage: Stage, frames: number, act: () => Promise<T> | T): Promise<T>
  /** Counts a call that was timed where it ran: in another thread, whose answer waits for this one to be free. */
  add(stage: Stage, frames: number, ms: number): void
  /** Totals so far, in the order in which the stages first ran. */
  snapshot(): readonly StageTiming[]
  /** As `snapshot`, and how long single frames took. Sorts them: for the end of a call. */
  summary(): readonly StageTiming[]
}

interface Total {
  totalMs: number
  calls: number
  frames: number
}

/** `now` gives milliseconds; it is a parameter for tests. */
export function createStageClock(now: () => number = () => performance.now()): StageClock {
  const totals = new Map<Stage, Total>()
  /** Milliseconds of every frame. */
  const frameTimes = new Map<Stage, number[]>()

  function add(stage: Stage, frames: number, ms: number): void {
    const total = totals.get(stage) ?? { totalMs: 0, calls: 0, frames: 0 }
    total.totalMs += ms
    total.calls += 1
    total.frames += frames
    totals.set(stage, total)
    const times = frameTimes.get(stage) ?? []
    for (let frame = 0; frame < frames; frame++) times.push(ms / frames)
    frameTimes.set(stage, times)
  }

  const snapshot = () => [...totals].map(([stage, total]): StageTiming => ({ stage, ...total }))

  return {
    async time(stage, frames, act) {
      const startedAt = now()
      const result = await act()
      add(stage, frames, now() - startedAt)
      return result
    },
    add,
    snapshot,
    summary: () =>
      snapshot().map((timing) => {
        const spread = spreadOf(frameTimes.get(timing.stage) ?? [])
        return spread === null ? timing : { ...timing, spread }
      }),
  }
}

function spreadOf(times: readonly number[]): FrameSpread | null {
  const sorted = times.toSorted((a, b) => a - b)
  const [medianMs, p95Ms] = [0.5, 0.95].map((share) => sorted[Math.ceil(share * sorted.length) - 1])
  return medianMs === undefined || p95Ms === undefined ? null : { medianMs, p95Ms }
}
