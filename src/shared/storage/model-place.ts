/** Where model bytes can lie in a browser; what is in memory goes with the page. */
export type ModelPlaceName = 'opfs' | 'cache' | 'memory'

/** What the bytes of a file are kept under. */
export interface FileKey {
  readonly packId: string
  readonly path: string
}

/** A file found in a place, whole or partial (only the index knows). */
export interface PlacedFile extends FileKey {
  readonly sizeBytes: number
}

/**
 * One place for model bytes, keyed by pack and path, usable from every thread. Writing is the models worker's alone
 * (`workers/models/byte-store.ts`). Calls reject with what the browser throws; callers map it with `storageError`.
 */
export interface ModelPlace {
  readonly name: ModelPlaceName
  /** The bytes as they lie there, or null. Reading a Blob's slices loads only those. */
  read(packId: string, path: string): Promise<Blob | null>
  list(): Promise<readonly PlacedFile[]>
  /** Removing what is not there is no error. */
  delete(packId: string, path: string): Promise<void>
}
