import type { SampleSource } from './sample-source'

/**
 * A ring of float samples in shared memory, for one writing and one reading thread and no locks. Layout: three 32-bit
 * counters (written, read, fence), a spare word, then the samples. Counters only grow, modulo 2^32; since the capacity
 * is a power of two, `counter & (capacity - 1)` stays the right index when they pass 2^32.
 *
 * The fence is how the writer says "everything up to here is stale" without touching the reader's counter.
 */
const WRITTEN = 0
const READ = 1
const FENCE = 2
const HEADER_BYTES = 16

/** The writing end. */
export interface RingWriter {
  /** Copies as many of `samples` as fit, from the first one, and returns how many that were; never overwrites. */
  write(samples: Float32Array): number
  /** Samples that fit now. */
  free(): number
  /** Makes everything written so far stale. */
  raiseFence(): void
}

/** Memory for at least `minimumCapacity` samples (rounded up to a power of two), empty. */
export function createRing(minimumCapacity: number): SharedArrayBuffer {
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(1, minimumCapacity)))
  return new SharedArrayBuffer(HEADER_BYTES + capacity * Float32Array.BYTES_PER_ELEMENT)
}

/** The writing end of a ring; only one may exist. */
export function ringWriter(ring: SharedArrayBuffer): RingWriter {
  const { counters, samples: stored, mask } = viewsOf(ring)
  const free = () => stored.length - distance(Atomics.load(counters, READ), Atomics.load(counters, WRITTEN))
  return {
    free,
    write(samples) {
      const taken = Math.min(samples.length, free())
      const written = Atomics.load(counters, WRITTEN)
      const start = written & mask
      const beforeWrap = Math.min(taken, stored.length - start)
      stored.set(samples.subarray(0, beforeWrap), start)
      stored.set(samples.subarray(beforeWrap, taken), 0)
      // Stored after the samples: a reader that sees the counter sees them too.
      Atomics.store(counters, WRITTEN, written + taken)
      return taken
    },
    raiseFence() {
      Atomics.store(counters, FENCE, Atomics.load(counters, WRITTEN))
    },
  }
}

/** The reading end of a ring; only one may exist. Its methods allocate nothing. */
export function ringReader(ring: SharedArrayBuffer): SampleSource {
  const { counters, samples: stored, mask } = viewsOf(ring)

  return {
    available() {
      const read = Atomics.load(counters, READ)
      const fence = Atomics.load(counters, FENCE)
      // Counters within 2^31 of each other (24 hours of sound at 24 kHz) compare by the sign of their difference.
      const stale = (fence - read) | 0
      return stale > 0 ? stale : distance(read, Atomics.load(counters, WRITTEN))
    },
    read(target, count) {
      const read = Atomics.load(counters, READ)
      for (let i = 0; i < count; i++) target[i] = stored[(read + i) & mask] ?? 0
      Atomics.store(counters, READ, read + count)
    },
    crossFence() {
      const fence = Atomics.load(counters, FENCE)
      if (((fence - Atomics.load(counters, READ)) | 0) > 0) Atomics.store(counters, READ, fence)
    },
    readSinceFence() {
      return Math.max(0, (Atomics.load(counters, READ) - Atomics.load(counters, FENCE)) | 0)
    },
  }
}

function viewsOf(ring: SharedArrayBuffer): { counters: Int32Array; samples: Float32Array; mask: number } {
  const samples = new Float32Array(ring, HEADER_BYTES)
  return { counters: new Int32Array(ring, 0, HEADER_BYTES / 4), samples, mask: samples.length - 1 }
}

/** How far `to` is ahead of `from`, modulo 2^32. */
function distance(from: number, to: number): number {
  return (to - from) >>> 0
}
