import { joinSamples } from '../../shared/audio/join'
import type { AppServices } from '../app-services'

/** The sound of takes: that of the newest one from memory, kept or not, all others from the disk. */
export interface TakeSounds {
  /** Lets go of what was held before. Parts are joined when first asked for: a long take is hundreds of megabytes. */
  hold(takeId: string, parts: readonly Float32Array[]): void
  /** Puts other samples in the place of those of a take that is held; does nothing for any other. */
  replace(takeId: string, samples: Float32Array): void
  held(takeId: string): Float32Array | null
  /** By reference, only to be read. Errors: those of `TakeRepository.readSamples`. */
  read(takeId: string): Promise<Float32Array>
  forget(): void
}

export function createTakeSounds({ takes }: Pick<AppServices, 'takes'>): TakeSounds {
  let newest: { readonly takeId: string; parts: readonly Float32Array[] } | null = null

  function held(takeId: string): Float32Array | null {
    if (newest?.takeId !== takeId) return null
    const [only, ...more] = newest.parts
    const samples = only && more.length === 0 ? only : joinSamples(newest.parts)
    newest.parts = [samples]
    return samples
  }

  return {
    hold(takeId, parts) {
      newest = { takeId, parts }
    },
    replace(takeId, samples) {
      if (newest?.takeId === takeId) newest.parts = [samples]
    },
    held,
    read: async (takeId) => held(takeId) ?? (await takes.readSamples(takeId)),
    forget() {
      newest = null
    },
  }
}
