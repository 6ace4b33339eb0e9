import { errorInfo } from '../../shared/protocol/errors'
import { isVoicePack } from '../../shared/protocol/model-pack'
import type { AppServices } from '../app-services'
import { defaultChoices, readKeptChoices } from '../kept-choices'
import { takePackStatus } from '../models/models-slice'
import type { Reader } from '../speak/reading-slice'
import type { RtfMemory } from '../speak/rtf-memory'
import type { GetState, SetState } from '../slice'

export interface LifecycleSlice {
  readonly ready: boolean
  /** Resolves when the store is ready, if it is being started. */
  readonly whenReady: () => Promise<void>
  /** Reads what is kept and opens the models worker. Never rejects: problems become notices. */
  readonly start: () => Promise<void>
}

export function createLifecycleSlice(
  services: AppServices,
  reader: Reader,
  rtfMemory: RtfMemory,
  set: SetState,
  get: GetState,
): LifecycleSlice {
  async function reported<T>(act: Promise<T>): Promise<T | null> {
    try {
      return await act
    } catch (thrown) {
      get().notifyError(errorInfo(thrown, 'internal'))
      return null
    }
  }

  async function readKept(): Promise<string | null> {
    const kept = (await reported(readKeptChoices(services.settings))) ?? defaultChoices
    const { seedPinned, ...settings } = kept.reading
    const { voiceId, packId, ...choices } = kept.choices
    rtfMemory.restore(kept.measuredRtf)
    set((state) => ({
      // Whoever typed while this was read keeps what they typed.
      text: state.text === '' ? kept.draft.text : state.text,
      language: kept.draft.language,
      settings,
      seedPinned,
      ...choices,
      selectedVoiceId: voiceId,
      acceptedLicences: kept.acceptedLicences,
      pronunciations: kept.pronunciations,
      ...kept.checking,
    }))
    await Promise.all([get().refreshVoices(), get().refreshVotes()])
    set({ takes: (await reported(services.takes.list())) ?? [] })
    return packId
  }

  /** What was kept, and which models are there. */
  async function open(): Promise<void> {
    const [keptPackId, statuses] = await Promise.all([
      readKept(),
      reported(services.models.open((status) => { takePackStatus(status, reader, set) })),
    ])
    const packs = statuses ?? get().packs
    set({ packs })
    const voicePacks = packs.map(({ pack }) => pack).filter(isVoicePack)
    const pack = voicePacks.find(({ id }) => id === keptPackId) ?? voicePacks[0]
    if (pack) get().selectPack(pack.id)
    set({ ready: true })
  }

  let opened: Promise<void> = Promise.resolve()
  return {
    ready: false,
    whenReady: () => opened,
    async start() {
      opened = open()
      await opened
      await get().findUnfinished()
      await get().refreshStorage()
    },
  }
}
