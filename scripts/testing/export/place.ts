/** A file that a person chose, in memory, as the File System Access API gives it: what was written is in it once the stream is closed. */
export function createPlace(freeBytes = Infinity) {
  let kept = new Uint8Array(0)
  let swap = new Uint8Array(0)
  const handle = {
    createWritable: () => Promise.resolve({
      write: ({ data, position }: { readonly data: Uint8Array; readonly position: number }) => {
        const end = position + data.length
        if (end > freeBytes) return Promise.reject(new DOMException('full', 'QuotaExceededError'))
        if (end > swap.length) {
          const longer = new Uint8Array(end)
          longer.set(swap)
          swap = longer
        }
        swap.set(data, position)
        return Promise.resolve()
      },
      close: () => {
        kept = swap
        return Promise.resolve()
      },
    }),
  }
  return { handle: handle as unknown as FileSystemFileHandle, bytes: () => kept }
}
