import type { FileKey } from '../../../src/shared/storage/model-place'
import type { ByteStore, OpenFile } from '../../../workers/models/byte-store'

/** A byte store in memory that keeps the real one's promises: one opener a file, a quota, durable only after close. */
export class MemoryByteStore implements ByteStore {
  readonly name = 'opfs'
  readonly placeOf = () => 'opfs' as const
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>()
  readonly opened: string[] = []
  quotaBytes = Infinity
  #open = new Set<string>()

  bytes(packId: string, path: string): Uint8Array<ArrayBuffer> | undefined {
    return this.files.get(`${packId}/${path}`)
  }

  read = (packId: string, path: string): Promise<Blob | null> => {
    const bytes = this.bytes(packId, path)
    return Promise.resolve(bytes ? new Blob([bytes]) : null)
  }

  list = () =>
    Promise.resolve(
      [...this.files].map(([key, bytes]) => {
        const [packId = '', ...rest] = key.split('/')
        return { packId, path: rest.join('/'), sizeBytes: bytes.length }
      }),
    )

  delete = (packId: string, path: string): Promise<void> => {
    const key = `${packId}/${path}`
    if (this.#open.has(key)) return Promise.reject(new DOMException('open', 'NoModificationAllowedError'))
    this.files.delete(key)
    return Promise.resolve()
  }

  move = (from: FileKey, to: FileKey): Promise<void> => {
    const bytes = this.bytes(from.packId, from.path)
    if (!bytes) return Promise.reject(new DOMException('nothing to move', 'NotFoundError'))
    this.files.delete(`${from.packId}/${from.path}`)
    this.files.set(`${to.packId}/${to.path}`, bytes)
    return Promise.resolve()
  }

  open = (packId: string, path: string): Promise<OpenFile> => {
    const key = `${packId}/${path}`
    if (this.#open.has(key)) return Promise.reject(new DOMException('open', 'NoModificationAllowedError'))
    this.#open.add(key)
    this.opened.push(key)
    let bytes = this.files.get(key) ?? new Uint8Array()
    const usedElsewhere = () => [...this.files].reduce((sum, [at, { length }]) => (at === key ? sum : sum + length), 0)
    return Promise.resolve({
      get sizeBytes() {
        return bytes.length
      },
      async *chunks() {
        for (let at = 0; at < bytes.length; at += 7) yield await Promise.resolve(bytes.slice(at, at + 7))
      },
      append: (more) => {
        if (usedElsewhere() + bytes.length + more.length > this.quotaBytes) {
          return Promise.reject(new DOMException('full', 'QuotaExceededError'))
        }
        const grown = new Uint8Array(bytes.length + more.length)
        grown.set(bytes)
        grown.set(more, bytes.length)
        bytes = grown
        return Promise.resolve()
      },
      clear: () => {
        bytes = new Uint8Array()
        return Promise.resolve()
      },
      close: () => {
        this.files.set(key, bytes)
        this.#open.delete(key)
        return Promise.resolve()
      },
    })
  }
}
