/** Segments of this length overlap by half (WSOLA: Verhelst and Roelands 1993); speech has its pitch in them several times. */
const HOP_SECONDS = 0.02
/** How far a segment may be taken beside its place, so that its waves run on from the ones before. */
const REACH_SECONDS = 0.01
/** Places and samples that are left out of a comparison: speech has little above a few kHz. */
const STRIDE = 2

/** Makes sound faster or slower while its pitch stays, as it streams by. */
export interface TimeStretch {
  /** Takes the next samples, which are only read, and gives what can be played of all so far; the caller's own. */
  push(samples: Float32Array): Float32Array
  /** What is left. Nothing may be pushed afterwards. */
  finish(): Float32Array
}

/**
 * Stretches mono sound by waveform similarity: `n` samples become about `n / speed`.
 *
 * @param speed 0.5 to 2: 2 is twice as fast
 */
export function createTimeStretch(sampleRate: number, speed: number): TimeStretch {
  const hop = Math.round(HOP_SECONDS * sampleRate)
  const reach = Math.round(REACH_SECONDS * sampleRate)
  const rise = Float32Array.from({ length: hop }, (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / hop))
  let input = new Float32Array(0)
  /** Place of the input's first sample in all that came, and how many came. */
  let base = 0
  let received = 0
  let segments = 0
  let sent = 0
  let previous = 0
  let tail = new Float32Array(hop)

  const nominal = () => Math.round(segments * hop * speed)
  const at = (place: number) => input[place - base] ?? 0

  /** The place near the nominal one whose waves are most like those that would follow the segment before. */
  function bestStart(): number {
    const middle = nominal()
    const follows = previous + hop
    let best = middle
    let most = -Infinity
    for (let start = Math.max(base, middle - reach); start <= middle + reach; start += STRIDE) {
      let product = 0
      let power = 1e-9
      for (let i = 0; i < hop; i += STRIDE) {
        const value = at(start + i)
        product += value * at(follows + i)
        power += value * value
      }
      const likeness = product / Math.sqrt(power)
      if (likeness > most) [best, most] = [start, likeness]
    }
    return best
  }

  function nextSegment(): Float32Array {
    const start = segments === 0 ? 0 : bestStart()
    const out = new Float32Array(hop)
    const next = new Float32Array(hop)
    for (let i = 0; i < hop; i++) {
      const gain = rise[i] ?? 1
      out[i] = segments === 0 ? at(i) : (tail[i] ?? 0) + gain * at(start + i)
      next[i] = (1 - gain) * at(start + hop + i)
    }
    tail = next
    previous = start
    segments++
    const needed = Math.min(previous + hop, nominal() - reach)
    if (needed > base) {
      input = input.slice(needed - base)
      base = needed
    }
    return out
  }

  function append(samples: Float32Array): void {
    const joined = new Float32Array(input.length + samples.length)
    joined.set(input)
    joined.set(samples, input.length)
    input = joined
    received += samples.length
  }

  /** All segments that the input suffices for, at most `most` samples. */
  function drain(isReady: () => boolean, most = Infinity): Float32Array {
    const parts: Float32Array[] = []
    let length = 0
    while (isReady() && length < most) {
      const part = nextSegment()
      parts.push(part)
      length += part.length
    }
    const all = new Float32Array(Math.min(length, most))
    let to = 0
    for (const part of parts) {
      all.set(part.subarray(0, all.length - to), to)
      to += part.length
    }
    sent += all.length
    return all
  }

  return {
    push(samples) {
      append(samples)
      return drain(() => Math.max(nominal() + reach, previous + hop) + 2 * hop <= received)
    },
    finish() {
      return drain(() => true, Math.max(0, Math.round(received / speed) - sent))
    },
  }
}
