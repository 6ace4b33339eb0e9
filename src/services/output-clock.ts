/** The clocks of an `AudioContext`. */
export type OutputClock = Pick<AudioContext, 'currentTime' | 'baseLatency' | 'getOutputTimestamp'> & {
  /** Seconds; Safari came late to it. */
  readonly outputLatency?: number
}

/** No output is further behind; WebKitGTK's pair of times is off by half a minute. */
const LARGEST_LAG_MS = 2000

/**
 * Firefox asks the sound server for its latency with the audio graph locked, on the page's own thread. Where the server asks
 * for samples at that moment both wait for each other, and the page stands still for minutes (seen in Firefox 140 on PulseAudio).
 */
const mayHang = (userAgent: string): boolean => /Gecko\/\d/.test(userAgent)

/**
 * When the sample at `contextTime` (seconds on the context's clock) leaves the loudspeaker, in ms on the clock of
 * `performance.now()`. Uses the pair of times that the device reports; before it reports any, the current time plus
 * the latency that the browser estimates. In Firefox, which can hang on both, the current time plus the length of its buffer.
 */
export function performanceTimeOf(clock: OutputClock, contextTime: number, userAgent = navigator.userAgent): number {
  if (mayHang(userAgent)) return performance.now() + (contextTime - clock.currentTime + clock.baseLatency) * 1000
  const stamp = clock.getOutputTimestamp()
  if (stamp.performanceTime && stamp.contextTime && Math.abs(stamp.performanceTime - performance.now()) < LARGEST_LAG_MS) {
    return stamp.performanceTime + (contextTime - stamp.contextTime) * 1000
  }
  const latency = clock.outputLatency ?? clock.baseLatency
  return performance.now() + (contextTime - clock.currentTime + latency) * 1000
}
