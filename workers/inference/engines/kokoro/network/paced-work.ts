import type { KernelCall, KernelTeam } from '../../../../kernels/kernel-team'

/** Rows over time in the kernels' memory, float32. */
export interface Rows {
  /** Of row 0. */
  readonly address: number
  readonly rows: number
  /** Values of a row, which lie side by side and right before those of the next. */
  readonly width: number
}

/** The work of one sentence: kernels on all threads, in pieces short enough for a stop to come in between. */
export interface PacedWork {
  /**
   * Calls a kernel on rows 0 to `rows`, cut at multiples of `grain` into ranges [from, to). `cost` is multiplications for
   * a row. Errors: those of the team, `aborted`.
   */
  each(rows: number, grain: number, cost: number, call: (from: number, to: number, lane: number) => KernelCall): Promise<void>
  /** Calls a kernel once for each of `count` pieces, of `cost` multiplications each, in any order. */
  pieces(count: number, cost: number, call: (index: number, lane: number) => KernelCall): Promise<void>
  /** Does steps 0 to `count` in this thread, in ranges [from, to); `cost` is multiplications that take as long as a step. */
  steps(count: number, cost: number, step: (from: number, to: number) => void): Promise<void>
  /** Tells that a stage of the network has been computed, and what it gives. */
  reached(stage: string, result: Rows): void
}

/** Multiplications between two looks at the clock: 20 ms of one slow thread. */
const PIECE_COST = 2e8
/** A stop is to take effect within 100 ms, of which a piece and the answer take some. */
const YIELD_EVERY_MS = 40
/** Calls that a team takes at once. */
const MOST_CALLS = 64

/** `yieldPoint` lets a stop arrive and throws then; `reached` hears how far the work is. */
export function createPacedWork(team: KernelTeam, yieldPoint: () => Promise<void>, reached: PacedWork['reached'] = () => undefined): PacedWork {
  let yieldedAt = performance.now()

  async function paced(count: number, atOnce: number, act: (from: number, to: number) => void): Promise<void> {
    for (let from = 0; from < count; from += atOnce) {
      act(from, Math.min(count, from + atOnce))
      if (performance.now() - yieldedAt < YIELD_EVERY_MS) continue
      await yieldPoint()
      yieldedAt = performance.now()
    }
  }
  const affordable = (cost: number) => Math.max(1, Math.floor((PIECE_COST * team.lanes) / cost))

  return {
    each: (rows, grain, cost, call) =>
      paced(rows, grain * affordable(grain * cost), (start, end) => {
        team.each(end - start, grain, (from, to, lane) => call(start + from, start + to, lane))
      }),
    pieces: (count, cost, call) =>
      paced(count, Math.min(MOST_CALLS, affordable(cost)), (start, end) => { team.run(end - start, (index, lane) => call(start + index, lane)) }),
    steps: (count, cost, step) => paced(count, affordable(cost * team.lanes), step),
    reached,
  }
}
