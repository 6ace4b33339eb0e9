import type { ModelPack, PackStatus } from '../../shared/protocol/model-pack'

/** The pack of that id, if it is on this device. */
export function readyPack(packs: readonly PackStatus[], id: string | null): ModelPack | null {
  return packs.find(({ pack, state }) => pack.id === id && state.phase === 'ready')?.pack ?? null
}
