import type { ModelPlace, PlacedFile } from './model-place'

const DIRECTORY = 'models'

/** The origin private file system: `models/<pack id>/<path, percent-encoded>`. */
export function createOpfsPlace(
  root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory(),
): ModelPlace {
  return {
    name: 'opfs',
    async read(packId, path) {
      return orNull(async () => {
        const directory = await packDirectory(root, packId, false)
        return (await directory.getFileHandle(opfsFileName(path))).getFile()
      })
    },
    async list() {
      const found: PlacedFile[] = []
      const models = await orNull(async () => (await root()).getDirectoryHandle(DIRECTORY))
      if (!models) return found
      for await (const pack of models.values()) {
        if (pack.kind !== 'directory') continue
        for await (const entry of pack.values()) {
          if (entry.kind !== 'file') continue
          const file = await orNull(() => entry.getFile())
          if (file) found.push({ packId: pack.name, path: decodeURIComponent(entry.name), sizeBytes: file.size })
        }
      }
      return found
    },
    async delete(packId, path) {
      await orNull(async () => {
        const directory = await packDirectory(root, packId, false)
        await directory.removeEntry(opfsFileName(path))
      })
    },
  }
}

/** The file handle of a model file, made when it is not there. The one place that the writer shares with the reader. */
export async function opfsFileHandle(
  root: () => Promise<FileSystemDirectoryHandle>,
  packId: string,
  path: string,
): Promise<FileSystemFileHandle> {
  const directory = await packDirectory(root, packId, true)
  return directory.getFileHandle(opfsFileName(path), { create: true })
}

/** Paths may hold slashes; one flat, reversible name keeps a pack one directory deep. */
function opfsFileName(path: string): string {
  return encodeURIComponent(path)
}

async function packDirectory(
  root: () => Promise<FileSystemDirectoryHandle>,
  packId: string,
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  const models = await (await root()).getDirectoryHandle(DIRECTORY, { create })
  return models.getDirectoryHandle(packId, { create })
}

async function orNull<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act()
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'NotFoundError') return null
    throw thrown
  }
}
