import type { KernelMemory } from '../../../../kernels/kernel-memory'

/** What layers carry from one call to the next: regions of the kernels' memory, of one stream at a time. */
export interface CodecStreams {
  /** Declares `length` float32 values at `address` as carried. They start as zeros. */
  carry(address: number, length: number): void
  /**
   * Puts what `stream` carries into the regions, and what the stream before it carried aside; zeros for one that was not
   * here yet. Costs nothing while the same stream goes on.
   */
  enter(stream: object): void
}

/** A stream that is dropped takes what was put aside with it. */
export function createCodecStreams(memory: KernelMemory): CodecStreams {
  const regions: { readonly address: number; readonly length: number }[] = []
  const aside = new WeakMap<object, readonly Float32Array[]>()
  let present: object | null = null

  return {
    carry(address, length) {
      regions.push({ address, length })
    },
    enter(stream) {
      if (stream === present) return
      const views = regions.map(({ address, length }) => memory.float32(address, length))
      if (present !== null) aside.set(present, views.map((view) => view.slice()))
      const kept = aside.get(stream)
      aside.delete(stream)
      for (const [i, view] of views.entries()) {
        const values = kept?.[i]
        if (values === undefined) view.fill(0)
        else view.set(values)
      }
      present = stream
    },
  }
}
