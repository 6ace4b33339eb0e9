/** What there is to share out. */
export interface ThreadBudget {
  /** Threads that a person allows; 0 leaves it to the app. */
  readonly asked: number
  /** Processors of the machine, as the browser tells. */
  readonly cores: number
  /** Whether memory can be shared between threads: without, ONNX Runtime runs on one. */
  readonly shares: boolean
}

/** How threads are shared out. */
export interface ThreadPlan {
  /** Threads of this worker's ONNX Runtime. */
  readonly runtime: number
  /** One more is left for a worker that the engine starts beside this one. */
  readonly spare: boolean
}

/**
 * Threads of a runtime when nobody chose: all cores of a two-core machine, else all but one, four at most (a single
 * position of a 100 M model gains nothing from more). One where memory cannot be shared.
 */
export function automaticThreads(cores: number, shares: boolean): number {
  if (!shares) return 1
  return Math.max(1, Math.min(4, cores <= 2 ? cores : cores - 1))
}

/**
 * Shares threads out. An engine that can work in two workers gets one thread less for its runtime and a worker beside it
 * for that thread, which needs no shared memory; with one core or one allowed thread all stays in one worker.
 */
export function planThreads({ asked, cores, shares }: ThreadBudget, worksInTwo: boolean): ThreadPlan {
  const alone = shares ? asked || automaticThreads(cores, shares) : 1
  if (!worksInTwo || cores < 2 || asked === 1) return { runtime: alone, spare: false }
  return { runtime: Math.max(1, alone - 1), spare: true }
}
