import { toMynaError } from '../../../../src/shared/protocol/errors'
import type { Opened } from '../opened'

/** The CPU's way of a part that runs on the GPU, opened when that is lost. */
export interface Fallback<T> {
  /** Opens it the first time. Errors: those of opening. */
  take(): Promise<T>
  readonly taken: boolean
  release(): Promise<void>
}

/** `open` is called once at most, unless it fails. */
export function createFallback<T>(open: () => Promise<Opened<T>>): Fallback<T> {
  let opening: Promise<Opened<T>> | null = null
  return {
    async take() {
      opening ??= open()
      try {
        return (await opening).value
      } catch (thrown) {
        opening = null
        throw thrown
      }
    },
    get taken() {
      return opening !== null
    },
    async release() {
      await (await opening)?.release()
    },
  }
}

/** Whether it failed because the GPU went away. */
export function isLoss(thrown: unknown): boolean {
  return toMynaError(thrown, 'inference-failed').code === 'device-lost'
}
