/** Directory of the origin private file system where files lie until the browser has taken them to the person's downloads. */
export const EXPORT_DIRECTORY = 'exports'

/** A worker that was ended a moment ago may still hold its file. */
const TRIES = 20
const TRY_EVERY_MS = 50

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
