import { MynaError } from '../../shared/protocol/errors'
import type { ModelPack, PackStatus } from '../../shared/protocol/model-pack'

/** Where the transcriber's pack stands; undefined where the manifest lists none. */
export function transcriberStatus(packs: readonly PackStatus[]): PackStatus | undefined {
  return packs.find(({ pack }) => pack.engine === 'whisper')
}

/** The transcriber, if it is on this device. */
export function readyTranscriber(packs: readonly PackStatus[]): ModelPack | null {
  const status = transcriberStatus(packs)
  return status?.state.phase === 'ready' ? status.pack : null
}

/** The packs, and whom to ask for one. */
interface Packs {
  readonly packs: readonly PackStatus[]
  readonly requestPack: (id: string) => void
}

/** The transcriber, or null after the person was asked to fetch it. Errors: `model-unknown` where there is none to fetch. */
export function transcriberOrAsk({ packs, requestPack }: Packs): ModelPack | null {
  const status = transcriberStatus(packs)
  if (!status) throw new MynaError('model-unknown', 'no transcriber is listed')
  if (status.state.phase === 'ready') return status.pack
  if (status.state.phase !== 'downloading') requestPack(status.pack.id)
  return null
}
