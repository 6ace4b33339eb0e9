import { ringWriter } from '../shared/audio/ring-buffer'
import type { ToPlayback } from '../shared/protocol/playback'

/** The player's end of the way to the playback worklet. */
export interface SampleSink {
  /** Takes as many samples as fit, from the first one, and returns how many. */
  write(samples: Float32Array): number
  /** Makes what was written stale; goes before the `reset` message. */
  raiseFence(): void
  /** Notes how many samples were played since the fence. */
  notePlayed(played: number): void
}

/** Through shared memory: no message, no copy on the other side. */
export function ringSink(ring: SharedArrayBuffer): SampleSink {
  const writer = ringWriter(ring)
  return {
    write: (samples) => writer.write(samples),
    raiseFence() {
      writer.raiseFence()
    },
    notePlayed: () => undefined,
  }
}

/** Through messages, where memory cannot be shared; holds back what would exceed `capacity` samples on the way. */
export function messageSink(send: (message: ToPlayback, transfer: Transferable[]) => void, capacity: number): SampleSink {
  let written = 0
  let played = 0
  return {
    write(samples) {
      const taken = Math.min(samples.length, capacity - (written - played))
      if (taken <= 0) return 0
      const copy = samples.slice(0, taken)
      send({ type: 'samples', samples: copy }, [copy.buffer])
      written += taken
      return taken
    },
    raiseFence() {
      written = 0
      played = 0
    },
    notePlayed(count) {
      played = count
    },
  }
}
