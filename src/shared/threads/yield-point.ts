import { MynaError } from '../protocol/errors'

/** How long messages may wait, in ms: short beside a frame of sound, long beside a layer, between two of which this is asked. */
const LONGEST_WAIT_MS = 3

/**
 * A loop that only awaits `session.run` never lets the event loop deliver messages, so a cancel would starve. The
 * returned function waits for one macrotask (through a MessageChannel: timers are throttled in hidden tabs) unless it did so a
 * moment ago, and then throws `aborted` if the signal has fired.
 */
export function createYieldPoint(signal: AbortSignal): () => Promise<void> {
  let waitedAt = -Infinity
  return async () => {
    if (performance.now() - waitedAt >= LONGEST_WAIT_MS) {
      await nextMacrotask()
      waitedAt = performance.now()
    }
    if (signal.aborted) throw new MynaError('aborted', 'stopped on request')
  }
}

function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
