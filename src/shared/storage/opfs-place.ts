import type { FileKey, ModelPlace, PlacedFile } from './model-place'

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

/** All engines offer it in the origin private file system; the standard (fs.spec.whatwg.org) does not have it yet. */
interface MovableHandle extends FileSystemFileHandle {
  move?(directory: FileSystemDirectoryHandle, name: string): Promise<void>
}

/** Renames a model file, without copying it. Rejects where it is not there, or where the browser cannot. */
export async function moveOpfsFile(root: () => Promise<FileSystemDirectoryHandle>, from: FileKey, to: FileKey): Promise<void> {
  const file: MovableHandle = await (await packDirectory(root, from.packId, false)).getFileHandle(opfsFileName(from.path))
  if (!file.move) throw new DOMException('this browser cannot rename files', 'NotSupportedError')
  await file.move(await packDirectory(root, to.packId, true), opfsFileName(to.path))
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
