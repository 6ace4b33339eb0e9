import type { KernelTeam } from '../../../../kernels/kernel-team'
import type { NetworkWeights } from './network-weights'

/** What layers are made from. */
export interface NetworkParts {
  readonly team: KernelTeam
  readonly weights: NetworkWeights
  readonly scratch: LaneScratch
}

/** Room that each thread has for itself while a kernel runs; all layers share it. */
export interface LaneScratch {
  /** Asks for at least so much. */
  reserve(sizeBytes: number): void
  /** Takes the room, once all layers have asked. */
  place(): void
  /** Address of a thread's room. */
  of(lane: number): number
}

export function createLaneScratch({ kernels: { memory }, lanes }: KernelTeam): LaneScratch {
  let most = 0
  let address = NaN
  return {
    reserve(sizeBytes) {
      most = Math.max(most, Math.ceil(sizeBytes / 64) * 64)
    },
    place() {
      address = memory.allocate(lanes * most)
    },
    of: (lane) => address + lane * most,
  }
}

/** The name of an initialiser that belongs to a layer: its path with dots. */
export function named(path: string, what: string): string {
  return `${path.replaceAll('/', '.')}.${what}`
}
