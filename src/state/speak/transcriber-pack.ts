import { MynaError } from '../../shared/protocol/errors'
import type { ModelPack, PackStatus } from '../../shared/protocol/model-pack'
import type { GetState } from '../slice'

/** Where the pack that listens stands; undefined where the manifest lists none. */
export function listenerStatus(packs: readonly PackStatus[]): PackStatus | undefined {
  return packs.find(({ pack }) => pack.engine === 'whisper')
}

/** The listener, if it is on this device. */
export function readyListener(packs: readonly PackStatus[]): ModelPack | null {
  const status = listenerStatus(packs)
  return status?.state.phase === 'ready' ? status.pack : null
}

/** The listener, or null after the person was asked to fetch it. Errors: `model-unknown` where there is none to fetch. */
export function listenerOrAsk(get: GetState): ModelPack | null {
  const status = listenerStatus(get().packs)
  if (!status) throw new MynaError('model-unknown', 'no pack that listens is listed')
  if (status.state.phase === 'ready') return status.pack
  if (status.state.phase !== 'downloading') get().requestPack(status.pack.id)
  return null
}
