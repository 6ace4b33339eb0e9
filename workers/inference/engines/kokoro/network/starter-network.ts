import type { LoadKernelTeam } from '../../../../kernels/kernel-team'
import type { Manner } from '../style-variation'
import { createLaneScratch } from './network-parts'
import { readNetworkWeights } from './network-weights'
import { createPacedWork, type PacedWork } from './paced-work'
import { createSoundNetwork } from './sound-network'
import type { MadePart, PartLengths } from './sound-parts'
import { createTextSide } from './text-side'

/** Kokoro-82M as a whole. */
export interface StarterNetwork {
  /**
   * Sound, the caller's own, part after part as each is made, of 1 to 512 `ids`, boundaries included. `yieldPoint`
   * lets a stop arrive, and throws then; `reached` hears of every stage. The same ids, manner and lengths give the same samples, on however many threads.
   * Errors: `aborted`, `out-of-memory`, `internal`.
   */
  speak(
    ids: readonly number[], manner: Manner, lengths: PartLengths, yieldPoint: () => Promise<void>, reached?: PacedWork['reached'],
  ): AsyncGenerator<MadePart, void, undefined>
  /** Ends the threads and drops the memory. */
  release(): void
}

/** Places the weights of the published graph, of which nothing else stays. Errors: those of a team, `model-mismatch`. */
export type OpenStarterNetwork = (file: Uint8Array, loadKernelTeam: LoadKernelTeam) => Promise<StarterNetwork>

export const openStarterNetwork: OpenStarterNetwork = async (file, loadKernelTeam) => {
  const weights = readNetworkWeights(file)
  const team = await loadKernelTeam()
  try {
    const parts = { team, weights, scratch: createLaneScratch(team) }
    const text = createTextSide(parts)
    const sound = createSoundNetwork(parts)
    parts.scratch.place()
    const { memory } = team.kernels
    return {
      async *speak(ids, { style, speed }, lengths, yieldPoint, reached) {
        const start = memory.used
        try {
          const work = createPacedWork(team, yieldPoint, reached)
          const spoken = await text.readProsody(work, ids, style, speed)
          work.reached('text', spoken.text)
          yield* sound.run(work, style, spoken, lengths)
        } finally {
          memory.rewind(start)
        }
      },
      release: () => { team.release() },
    }
  } catch (thrown) {
    team.release()
    throw thrown
  }
}
