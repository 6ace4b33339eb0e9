import type { TimedWord } from '../../../../src/shared/protocol/timed-word'
import { MynaError } from '../../../../src/shared/protocol/errors'

/** A block of sound that is being made. */
export interface SoundInTheMaking {
  readonly frames: number
  /** Mono PCM; the receiver owns it. */
  readonly samples: Promise<Float32Array>
  /** Words of the chunk that have been reached by then: see `SpeakEvent`. */
  readonly words?: readonly TimedWord[]
  /** True of the first block of words that are spoken again. */
  readonly isAgain?: boolean
}

/** Results in the making, in the order in which they will be taken. */
export interface SoundQueue<T> {
  readonly isEmpty: boolean
  /** Whether the first one is settled. */
  readonly isReady: boolean
  /** Frames of all that are in it. */
  readonly frames: number
  add(frames: number, result: Promise<T>): void
  /** Takes the first one and waits for it, but no longer than until the signal fires: then `aborted`. Not for an empty queue. */
  next(): Promise<T>
}

interface Item<T> {
  readonly frames: number
  readonly result: Promise<T>
  settled: boolean
}

/** A failure among the results is nobody's business until it is its turn, so none is ever reported as unhandled. */
export function createSoundQueue<T>(signal: AbortSignal): SoundQueue<T> {
  const items: Item<T>[] = []
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => { reject(new MynaError('aborted', 'stopped on request')) }
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  aborted.catch(() => undefined)

  return {
    get isEmpty() {
      return items.length === 0
    },
    get isReady() {
      return items[0]?.settled ?? false
    },
    get frames() {
      return items.reduce((sum, { frames }) => sum + frames, 0)
    },
    add(frames, result) {
      const item: Item<T> = { frames, result, settled: false }
      const settle = () => { item.settled = true }
      result.then(settle, settle)
      items.push(item)
    },
    next() {
      const first = items.shift()
      if (first === undefined) throw new MynaError('internal', 'nothing is being made')
      return Promise.race([aborted, first.result])
    },
  }
}
