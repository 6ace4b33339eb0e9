import type { ByteStore } from './byte-store'

interface HeldBytes {
  readonly packId: string
  readonly path: string
  parts: BlobPart[]
  sizeBytes: number
  isOpen: boolean
}

/** Model files in this thread's memory, for browsers that keep nothing or too little: they go with the page. */
export function createMemoryByteStore(): ByteStore {
  const files = new Map<string, HeldBytes>()
  const keyOf = (packId: string, path: string) => `${packId}/${path}`
  return {
    placeOf: () => 'memory',
    read(packId, path) {
      const file = files.get(keyOf(packId, path))
      return Promise.resolve(file ? new Blob(file.parts) : null)
    },
    list: () => Promise.resolve([...files.values()].map(({ packId, path, sizeBytes }) => ({ packId, path, sizeBytes }))),
    move(from, to) {
      const file = files.get(keyOf(from.packId, from.path))
      if (!file) return Promise.reject(new DOMException(`${from.path} is not here`, 'NotFoundError'))
      files.delete(keyOf(from.packId, from.path))
      files.set(keyOf(to.packId, to.path), { ...file, ...to })
      return Promise.resolve()
    },
    delete(packId, path) {
      files.delete(keyOf(packId, path))
      return Promise.resolve()
    },
    open(packId, path) {
      const file = files.get(keyOf(packId, path)) ?? { packId, path, parts: [], sizeBytes: 0, isOpen: false }
      if (file.isOpen) return Promise.reject(new DOMException(`${path} is open already`, 'NoModificationAllowedError'))
      file.isOpen = true
      files.set(keyOf(packId, path), file)
      return Promise.resolve({
        get sizeBytes() {
          return file.sizeBytes
        },
        async *chunks() {
          for (const part of file.parts) yield new Uint8Array(await new Blob([part]).arrayBuffer())
        },
        append(bytes) {
          file.parts.push(bytes.slice())
          file.sizeBytes += bytes.length
          return Promise.resolve()
        },
        clear() {
          Object.assign(file, { parts: [], sizeBytes: 0 })
          return Promise.resolve()
        },
        close() {
          file.isOpen = false
          // One object that the browser may lay out as it likes, in place of a thousand arrays of ours.
          file.parts = [new Blob(file.parts)]
          return Promise.resolve()
        },
      })
    },
  }
}
