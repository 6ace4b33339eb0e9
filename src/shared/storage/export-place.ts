/** Directory of the origin private file system where files lie until the browser has taken them to the person's downloads. */
export const EXPORT_DIRECTORY = 'exports'

/** A download that has not been taken from there by then was given up. */
const KEPT_MS = 10 * 60_000
/** A worker that was ended a moment ago may still hold its file. */
const TRIES = 20
const TRY_EVERY_MS = 50

/** Deletes what was given up there, and what an export that was ended left. Never rejects: what stays now goes the next time. */
export async function sweepExports(root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory()): Promise<void> {
  try {
    const directory = await (await root()).getDirectoryHandle(EXPORT_DIRECTORY)
    const old = Date.now() - KEPT_MS
    for await (const entry of directory.values()) {
      if (entry.kind !== 'file' || (await entry.getFile()).lastModified > old) continue
      // Another tab may be writing it.
      await directory.removeEntry(entry.name).catch(() => undefined)
    }
  } catch {
    // Nothing lies there, or this browser has no such place.
  }
}

/** Deletes what lies there. Does nothing in browsers without that file system. Rejects where another tab is writing. */
export async function eraseExports(root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory()): Promise<void> {
  const directory = await root().catch(() => null)
  for (let left = TRIES; directory !== null; left--) {
    try {
      await directory.removeEntry(EXPORT_DIRECTORY, { recursive: true })
      return
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'NotFoundError') return
      if (left === 0) throw thrown
      await new Promise((resolve) => { setTimeout(resolve, TRY_EVERY_MS) })
    }
  }
}
