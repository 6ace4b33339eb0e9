import type { ModelChanges } from '../../src/shared/storage/model-changes'
import type { CompiledGraphStore } from '../../src/shared/storage/compiled-graphs'
import type { ModelIndex } from '../../src/shared/storage/model-index'
import type { ByteStore } from './byte-store'

/** All that the models worker needs from the browser; tests replace it piece by piece. */
export interface ModelsEnvironment {
  readonly index: ModelIndex
  readonly store: ByteStore
  /** What the inference worker compiled from packs: it goes with them. */
  readonly compiled: Pick<CompiledGraphStore, 'erase'>
  readonly fetch: typeof fetch
  /** Where a request is sent on to another host, this browser takes `Authorization` off it (Fetch standard, HTTP-redirect fetch). */
  readonly keepsTokensHome: boolean
  /** The browser's figures, or null where it gives none. */
  readonly estimate: () => Promise<{ readonly usage?: number; readonly quota?: number } | null>
  /** One writer per pack; rejects with `busy-elsewhere`. */
  readonly withPackLock: <T>(packId: string, act: () => Promise<T>) => Promise<T>
  readonly changes: ModelChanges
  /** Milliseconds that never go back. */
  readonly now: () => number
  /** Waits; rejects when the signal fires. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>
}
