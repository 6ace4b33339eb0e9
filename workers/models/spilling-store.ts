import type { ByteStore, OpenFile } from './byte-store'

/**
 * Files on the device as long as it takes them. One that it has no room for is held in memory, from its start, and the rest
 * of the download goes on there.
 */
export function createSpillingStore(device: ByteStore, memory: ByteStore): ByteStore {
  const held = new Set<string>()
  const keyOf = (packId: string, path: string) => `${packId}/${path}`
  const storeOf = (packId: string, path: string) => (held.has(keyOf(packId, path)) ? memory : device)
  const holding = new Set<string>()

  async function openOnDevice(packId: string, path: string): Promise<OpenFile> {
    let file = await device.open(packId, path)
    let isHeld = false
    /** Moves the file's first bytes into memory and takes it off the device. */
    async function spill(sizeBytes: number): Promise<void> {
      const to = await memory.open(packId, path)
      for await (const piece of file.chunks()) await to.append(piece.subarray(0, sizeBytes - to.sizeBytes))
      await file.close().catch(() => undefined)
      await device.delete(packId, path)
      file = to
      isHeld = true
      held.add(keyOf(packId, path))
    }
    /** Does what may need room on the device, and again in memory where there is none. */
    async function unlessFull(act: () => Promise<void>): Promise<void> {
      const { sizeBytes } = file
      try {
        await act()
      } catch (thrown) {
        if (isHeld || !(thrown instanceof Error && thrown.name === 'QuotaExceededError')) throw thrown
        await spill(sizeBytes)
        await act()
      }
    }
    if (holding.has(packId)) await spill(file.sizeBytes)
    return {
      get sizeBytes() {
        return file.sizeBytes
      },
      chunks: () => file.chunks(),
      append: (bytes) => unlessFull(() => file.append(bytes)),
      clear: () => file.clear(),
      close: () => unlessFull(() => file.close()),
    }
  }

  return {
    placeOf: (packId, path) => storeOf(packId, path).placeOf(packId, path),
    read: (packId, path) => storeOf(packId, path).read(packId, path),
    list: async () => [...(await memory.list()), ...(await device.list()).filter(({ packId, path }) => !held.has(keyOf(packId, path)))],
    async delete(packId, path) {
      await storeOf(packId, path).delete(packId, path)
      held.delete(keyOf(packId, path))
    },
    async move(from, to) {
      await storeOf(from.packId, from.path).move(from, to)
      if (held.delete(keyOf(from.packId, from.path))) held.add(keyOf(to.packId, to.path))
      else held.delete(keyOf(to.packId, to.path))
    },
    open: (packId, path) => (held.has(keyOf(packId, path)) ? memory.open(packId, path) : openOnDevice(packId, path)),
    hold(packId, holds) {
      if (holds) holding.add(packId)
      else holding.delete(packId)
    },
  }
}
