import type { FileKey, ModelPlace, ModelPlaceName } from '../../src/shared/storage/model-place'

/** One model file held open for writing; nobody else can write it meanwhile. Errors are those of the browser. */
export interface OpenFile {
  /** Bytes there are so far, growing with each append. */
  readonly sizeBytes: number
  /** Everything from the start, in pieces. A piece is valid until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>
  /** Adds to the end; copies what it needs of `bytes` before it resolves. */
  append(bytes: Uint8Array): Promise<void>
  /** Throws all bytes away. */
  clear(): Promise<void>
  /** Makes what was appended durable and lets go of the file. */
  close(): Promise<void>
}

/** {@link ModelPlace}s that can be written: append and resume, one file per artefact. Models worker only. */
export interface ByteStore extends Omit<ModelPlace, 'name'> {
  /** Where a file lies, or would. */
  placeOf(packId: string, path: string): ModelPlaceName
  /** Opens a file, made empty when it is not there. Rejects with `NoModificationAllowedError` while it is open. */
  open(packId: string, path: string): Promise<OpenFile>
  /** Gives a whole file, which is not open, another name. Rejects where it cannot: then it may be gone. */
  move(from: FileKey, to: FileKey): Promise<void>
  /**
   * Whether files of a pack that are opened from now on are held in memory, because the device has no room for them. Absent
   * where they cannot be.
   */
  hold?(packId: string, holds: boolean): void
}
