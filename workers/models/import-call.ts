import type { Progress } from '../../src/shared/protocol/inference'
import type { DiskFile } from '../../src/shared/protocol/models'

/** What whoever asked for an import lends to it. */
export interface ImportCall {
  /** Its reason is what a stopped call throws: a `MynaError` with code `aborted`. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** Reports how many bytes of a file are done, and stops a call that is to be stopped. */
export function progressOf(verb: string, { name, size }: DiskFile, { signal, onProgress }: ImportCall): (doneBytes: number) => void {
  return (doneBytes) => {
    onProgress({ label: `${verb} ${name}`, fraction: doneBytes / size })
    signal.throwIfAborted()
  }
}
