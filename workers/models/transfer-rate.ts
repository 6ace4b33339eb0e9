/** Long enough to smooth bursts, short enough to follow a line that changes. */
const WINDOW_MS = 5000
/** Below this the first burst out of a socket buffer would look like a rate. */
const SETTLING_MS = 500

export interface TransferRate {
  /** Counts bytes that arrived at `nowMs`. Times must not go back. */
  add(bytes: number, nowMs: number): void
  /** Mean over the last seconds; 0 until there is enough to say. */
  bytesPerSecond(nowMs: number): number
}

/** Rate over a sliding window. */
export function createTransferRate(startMs: number): TransferRate {
  let arrivals: { atMs: number; bytes: number }[] = []
  return {
    add(bytes, nowMs) {
      arrivals.push({ atMs: nowMs, bytes })
      arrivals = arrivals.filter(({ atMs }) => atMs > nowMs - WINDOW_MS)
    },
    bytesPerSecond(nowMs) {
      const fromMs = Math.max(startMs, nowMs - WINDOW_MS)
      const spanMs = nowMs - fromMs
      if (spanMs < SETTLING_MS) return 0
      const bytes = arrivals.reduce((sum, arrival) => (arrival.atMs > fromMs ? sum + arrival.bytes : sum), 0)
      return (bytes * 1000) / spanMs
    },
  }
}
