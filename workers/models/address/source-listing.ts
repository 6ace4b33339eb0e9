/** A file that a host lists. */
export interface SourceFile {
  /** Below the listing's base; a plain relative path. */
  readonly path: string
  /** Null where the host does not say. */
  readonly sizeBytes: number | null
  readonly sha256: string | null
}

/** What lies at an address. */
export interface SourceListing {
  readonly title: string
  readonly maker: string
  /** Files are fetched below it; ends with a slash. */
  readonly base: string
  /** Where a person reads about it. */
  readonly page: string
  readonly revision: string | null
  readonly needsToken: boolean
  readonly files: readonly SourceFile[]
}

/** Whether a path is one that a model's files may have: it stays below its folder, and needs no encoding in an address. */
export function isPlainPath(path: string): boolean {
  return path.length <= 300 && /^[\w.@+/-]+$/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}
