import * as v from 'valibot'
import { sha256Hex } from './sha256-hex'

/** Graphs that were compiled from a pack's weights, kept so that the next start need not compile them. */
export interface CompiledGraphStore {
  /**
   * All files of a compiled part by path, or null where it is not kept whole, in that version, with the very bytes that were
   * written. Never fails: whoever gets nothing compiles again. The caller owns the buffers.
   */
  read(packKey: string, part: string, version: number): Promise<ReadonlyMap<string, ArrayBuffer> | null>
  /**
   * Keeps a part in place of what was kept of it, and drops what was compiled from other files of the same pack. Never fails:
   * false where there is no room or no place for it, and then nothing of it stays.
   */
  write(packKey: string, part: string, version: number, files: ReadonlyMap<string, ArrayBuffer>): Promise<boolean>
  sizeBytes(): Promise<number>
  /** Drops what was compiled for a pack, or everything. Errors are those of the browser, where there is something to drop. */
  erase(packId?: string): Promise<void>
}

const DIRECTORY = 'compiled'
/** Written last: without it, or where it does not fit, a part is not whole. */
const CONTENTS = 'contents.json'

const contentsSchema = v.object({
  version: v.number(),
  files: v.array(v.object({ path: v.string(), sha256: v.string() })),
})

/** In the origin private file system: `compiled/<pack key>/<part>/<path>`, names percent-encoded. */
export function createCompiledGraphStore(root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory()): CompiledGraphStore {
  const all = async (create: boolean) => (await root()).getDirectoryHandle(DIRECTORY, { create })
  const ofPack = async (packKey: string, create: boolean) => (await all(create)).getDirectoryHandle(encodeURIComponent(packKey), { create })
  /** Null where nothing was kept, or nothing can be: a private window, an old browser. */
  const existing = () => all(false).catch(() => null)
  const remove = (directory: FileSystemDirectoryHandle, name: string) => unlessMissing(() => directory.removeEntry(name, { recursive: true }))

  async function erase(packId?: string, except?: string): Promise<void> {
    const directory = await existing()
    if (!directory) return
    const names: string[] = []
    for await (const { name } of directory.values()) names.push(name)
    for (const name of names) {
      const packKey = decodeURIComponent(name)
      if (packKey !== except && (packId === undefined || packKey.startsWith(`${packId}@`))) await remove(directory, name)
    }
  }

  async function readWhole(packKey: string, part: string, version: number): Promise<ReadonlyMap<string, ArrayBuffer> | null> {
    const directory = await (await ofPack(packKey, false)).getDirectoryHandle(part)
    const read = async (path: string) => (await (await directory.getFileHandle(encodeURIComponent(path))).getFile()).arrayBuffer()
    const contents = v.parse(contentsSchema, JSON.parse(new TextDecoder().decode(await read(CONTENTS))))
    if (contents.version !== version) return null
    const files = new Map<string, ArrayBuffer>()
    for (const { path, sha256 } of contents.files) {
      const bytes = await read(path)
      if ((await sha256Hex(bytes)) !== sha256) return null
      files.set(path, bytes)
    }
    return files
  }

  async function writeWhole(packKey: string, part: string, version: number, files: ReadonlyMap<string, ArrayBuffer>): Promise<void> {
    await erase(packKey.slice(0, packKey.lastIndexOf('@')), packKey)
    const pack = await ofPack(packKey, true)
    await remove(pack, part)
    const directory = await pack.getDirectoryHandle(part, { create: true })
    const entries: { path: string; sha256: string }[] = []
    for (const [path, bytes] of files) {
      await writeFile(directory, path, bytes)
      entries.push({ path, sha256: await sha256Hex(bytes) })
    }
    await writeFile(directory, CONTENTS, JSON.stringify({ version, files: entries }))
  }

  return {
    read: (packKey, part, version) => readWhole(packKey, part, version).catch(() => null),
    async write(packKey, part, version, files) {
      try {
        await writeWhole(packKey, part, version, files)
        return true
      } catch {
        await ofPack(packKey, false).then((pack) => remove(pack, part)).catch(() => undefined)
        return false
      }
    },
    async sizeBytes() {
      const directory = await existing()
      return directory ? sizeOf(directory) : 0
    },
    erase: (packId) => erase(packId),
  }
}

async function writeFile(directory: FileSystemDirectoryHandle, path: string, contents: ArrayBuffer | string): Promise<void> {
  const stream = await (await directory.getFileHandle(encodeURIComponent(path), { create: true })).createWritable()
  try {
    await stream.write(contents)
  } catch (thrown) {
    await stream.abort()
    throw thrown
  }
  await stream.close()
}

async function sizeOf(directory: FileSystemDirectoryHandle): Promise<number> {
  let sizeBytes = 0
  for await (const entry of directory.values()) sizeBytes += entry.kind === 'directory' ? await sizeOf(entry) : (await entry.getFile()).size
  return sizeBytes
}

async function unlessMissing<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act()
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'NotFoundError') return null
    throw thrown
  }
}
