import { MynaError } from '../protocol/errors'

/**
 * A loop that only awaits `session.run` never lets the event loop deliver messages, so a cancel would starve. The
 * returned function waits for one macrotask (through a MessageChannel: timers are throttled in hidden tabs) and then
 * throws `aborted` if the signal has fired.
 */
export function createYieldPoint(signal: AbortSignal): () => Promise<void> {
  return async () => {
    await nextMacrotask()
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
