/** 5 ms: long enough to hide a step in the signal, too short to be heard. */
const FADE_SECONDS = 0.005

/**
 * Silence after a chunk by the mark it ends with, in seconds: 60 to 250 ms, from a cut inside a sentence to the end
 * of one. Chunks are made from silence to silence, so this only adds to what the voice itself leaves.
 */
export function pauseSeconds(text: string): number {
  const mark = /([.!?…,;:])["'”’»)\]]*\s*$/u.exec(text)?.[1]
  if (mark === undefined) return 0.06
  if (mark === ',') return 0.1
  return mark === ';' || mark === ':' ? 0.15 : 0.25
}

/** Shapes the beginning and end of one chunk's audio while it streams. */
export interface ChunkEdges {
  /** Takes the next samples and gives those that are ready; the last few are kept back until their fate is known. */
  push(samples: Float32Array): Float32Array
  /** What was kept back, faded out, and `pause` seconds of silence. */
  finish(pause: number): Float32Array
}

/** The returned samples are owned by the caller; what is pushed in is only read. */
export function createChunkEdges(sampleRate: number): ChunkEdges {
  const fade = Math.round(FADE_SECONDS * sampleRate)
  let kept = new Float32Array(0)
  let emitted = 0

  return {
    push(samples) {
      const joined = new Float32Array(kept.length + samples.length)
      joined.set(kept)
      joined.set(samples, kept.length)
      const ready = joined.slice(0, Math.max(0, joined.length - fade)).map((sample) => Math.max(-1, Math.min(1, sample)))
      kept = joined.slice(ready.length)
      for (let i = 0; i < ready.length && emitted + i < fade; i++) ready[i] = (ready[i] ?? 0) * ((emitted + i) / fade)
      emitted += ready.length
      return ready
    },
    finish(pause) {
      const end = new Float32Array(kept.length + Math.round(pause * sampleRate))
      end.set(kept.map((sample, i) => Math.max(-1, Math.min(1, sample)) * ((kept.length - i) / (kept.length + 1))))
      kept = new Float32Array(0)
      return end
    },
  }
}
