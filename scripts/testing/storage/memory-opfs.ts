const notFound = () => new DOMException('nothing there', 'NotFoundError')

/** How much room there is; `refusal` is what a write through an access handle answers once nothing is free. */
export interface Disk {
  freeBytes: number
  refusal: number
}

class MemoryFile {
  readonly kind = 'file'
  parent: MemoryDirectory | null = null
  bytes = new Uint8Array()
  locked = false
  constructor(
    readonly name: string,
    readonly disk: Disk,
  ) {}

  /** As all engines offer it: the handle goes with the file. */
  move = (directory: MemoryDirectory, name: string) => {
    if (this.locked) return Promise.reject(new DOMException('in use', 'NoModificationAllowedError'))
    this.parent?.children.delete(this.name)
    const moved = new MemoryFile(name, this.disk)
    moved.bytes = this.bytes
    moved.parent = directory
    directory.children.set(name, moved)
    return Promise.resolve()
  }

  getFile = () => Promise.resolve(new File([this.bytes], this.name))

  /** What is written shows when it is closed, as the browser has it. */
  createWritable() {
    const written: Uint8Array[] = []
    return Promise.resolve({
      write: (from: ArrayBuffer | Uint8Array | string) => {
        const piece = typeof from === 'string' ? new TextEncoder().encode(from) : new Uint8Array(from)
        if (piece.length > this.disk.freeBytes) return Promise.reject(new DOMException('no room', 'QuotaExceededError'))
        this.disk.freeBytes -= piece.length
        written.push(piece)
        return Promise.resolve()
      },
      abort: () => Promise.resolve(),
      close: async () => {
        this.bytes = new Uint8Array(await new Blob(written as BlobPart[]).arrayBuffer())
      },
    })
  }

  createSyncAccessHandle() {
    if (this.locked) return Promise.reject(new DOMException('in use', 'NoModificationAllowedError'))
    this.locked = true
    return Promise.resolve({
      getSize: () => this.bytes.length,
      read: (into: Uint8Array, { at }: { at: number }) => {
        const piece = this.bytes.subarray(at, at + into.length)
        into.set(piece)
        return piece.length
      },
      // As a nearly full disk does: takes what fits and says how much that was.
      write: (from: Uint8Array, { at }: { at: number }) => {
        if (this.disk.freeBytes === 0) return this.disk.refusal
        const taken = Math.min(from.length, this.disk.freeBytes)
        const grown = new Uint8Array(Math.max(this.bytes.length, at + taken))
        grown.set(this.bytes)
        grown.set(from.subarray(0, taken), at)
        this.bytes = grown
        this.disk.freeBytes -= taken
        return taken
      },
      truncate: (size: number) => {
        this.bytes = this.bytes.slice(0, size)
      },
      flush: () => undefined,
      close: () => {
        this.locked = false
      },
    })
  }
}

/** The part of the origin private file system that is used, in memory, with its exclusive locks and a limit. */
export class MemoryDirectory {
  readonly kind = 'directory'
  readonly children = new Map<string, MemoryDirectory | MemoryFile>()
  constructor(
    readonly name: string,
    readonly disk: Disk,
  ) {}

  getDirectoryHandle = (name: string, { create = false } = {}) => this.#child(name, create, MemoryDirectory)
  getFileHandle = (name: string, { create = false } = {}) => {
    if (/[/\\]|^\.{0,2}$/.test(name)) return Promise.reject(new TypeError('Name is not allowed.'))
    return this.#child(name, create, MemoryFile)
  }

  removeEntry(name: string) {
    const child = this.children.get(name)
    if (!child) return Promise.reject(notFound())
    if ('locked' in child && child.locked) {
      return Promise.reject(new DOMException('in use', 'NoModificationAllowedError'))
    }
    this.children.delete(name)
    return Promise.resolve()
  }

  async *values() {
    for (const child of this.children.values()) yield await Promise.resolve(child)
  }

  #child<T extends MemoryDirectory | MemoryFile>(
    name: string,
    create: boolean,
    make: new (name: string, disk: Disk) => T,
  ): Promise<T> {
    const child = this.children.get(name) ?? (create ? new make(name, this.disk) : null)
    if (!child) return Promise.reject(notFound())
    if (child instanceof MemoryFile) child.parent = this
    this.children.set(name, child)
    return Promise.resolve(child as T)
  }
}
