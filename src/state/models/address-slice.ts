import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { ModelListing } from '../../shared/protocol/model-address'
import type { ModelPack } from '../../shared/protocol/model-pack'
import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { HubTokenSlice } from './hub-token-slice'
import type { ModelsSlice } from './models-slice'

/** How far adding a model by its address is. */
export type AddressState =
  | { readonly phase: 'idle' }
  /** What stands there is being listed. */
  | { readonly phase: 'looking'; readonly address: string }
  /** There are several models: the person chooses. */
  | { readonly phase: 'listed'; readonly listing: ModelListing }
  | { readonly phase: 'examining'; readonly listing: ModelListing; readonly path: string }
  /** It can be run: the person is asked. */
  | { readonly phase: 'examined'; readonly listing: ModelListing; readonly path: string; readonly pack: ModelPack }
  /** `listing` where it was a model of it that could not be taken. */
  | { readonly phase: 'failed'; readonly address: string; readonly error: ErrorInfo; readonly listing: ModelListing | null }

export interface AddressSlice {
  readonly addressState: AddressState
  /** Lists what stands at an address, and examines it where it is one model. */
  readonly lookAtAddress: (address: string) => Promise<void>
  readonly examineModel: (path: string) => Promise<void>
  readonly stopLooking: () => void
  /** Back to the empty form. */
  readonly closeAddress: () => void
  /** Adds the examined model and downloads it. Call inside a gesture, and once the person has agreed to its licence. */
  readonly addExaminedModel: () => Promise<void>
  /** Looks for a newer revision of a pack that was added so, and downloads what changed. Call inside a gesture. */
  readonly updatePack: (packId: string) => Promise<void>
}

export interface AddressParts {
  readonly services: Pick<AppServices, 'models'>
  readonly acts: RunningActs
}

export function createAddressSlice(
  { services: { models }, acts }: AddressParts,
  set: SetSlice<AddressSlice>,
  get: GetState<AddressSlice & HubTokenSlice & ModelsSlice & NoticesSlice>,
): AddressSlice {
  /** How `act` ended; where it was stopped, all is as it was before. */
  async function outcomeOf(address: string, listing: ModelListing | null, act: () => Promise<AddressState>): Promise<AddressState> {
    try {
      return await act()
    } catch (thrown) {
      const before: AddressState = listing && listing.models.length > 1 ? { phase: 'listed', listing } : { phase: 'idle' }
      return isAbort(thrown) ? before : { phase: 'failed', address, error: errorInfo(thrown, 'model-download-failed'), listing }
    }
  }

  /** Shows that a look began, and how it ended unless something else is shown by then. Gives what is shown. */
  async function show(begun: AddressState, outcome: Promise<AddressState>): Promise<AddressState> {
    set({ addressState: begun })
    const ended = await outcome
    if (get().addressState !== begun) return { phase: 'idle' }
    set({ addressState: ended })
    return ended
  }

  async function examine(listing: ModelListing, path: string, signal: AbortSignal): Promise<void> {
    await show({ phase: 'examining', listing, path }, outcomeOf(listing.address, listing, async () => {
      const pack = await models.examine(listing.address, path, get().hubToken, signal)
      return { phase: 'examined', listing, path, pack }
    }))
  }

  /** Whether a pack could be listed. */
  async function list(pack: ModelPack): Promise<boolean> {
    try {
      await models.addPack(pack)
      get().acceptLicence(pack.id)
      return true
    } catch (thrown) {
      get().notifyError(errorInfo(thrown))
      return false
    }
  }

  /** Lists a pack whose licence the person agreed to, and downloads what is not here of it. */
  async function add(pack: ModelPack): Promise<void> {
    let listing = Promise.resolve(false)
    await acts.run('pack-change', async () => {
      listing = list(pack)
      await listing
    })
    if (await listing) get().requestPack(pack.id)
  }

  return {
    addressState: { phase: 'idle' },

    async lookAtAddress(address) {
      await acts.run('address-look', async (signal) => {
        const look = outcomeOf(address, null, async () => ({ phase: 'listed', listing: await models.lookAt(address, get().hubToken, signal) }))
        const found = await show({ phase: 'looking', address }, look)
        if (found.phase !== 'listed') return
        const [only, another] = found.listing.models
        if (only && !another) await examine(found.listing, only.path, signal)
      })
    },

    async examineModel(path) {
      const { addressState: state } = get()
      const listing = 'listing' in state ? state.listing : null
      if (listing) await acts.run('address-look', (signal) => examine(listing, path, signal))
    },

    stopLooking() {
      void acts.stop('address-look')
    },

    closeAddress() {
      const { phase } = get().addressState
      set({ addressState: { phase: 'idle' } })
      if (phase === 'looking' || phase === 'examining') void acts.stop('address-look')
    },

    async addExaminedModel() {
      const { addressState: state } = get()
      if (state.phase !== 'examined') return
      set({ addressState: { phase: 'idle' } })
      await add(state.pack)
    },

    async updatePack(packId) {
      const listed = get().packs.find(({ pack }) => pack.id === packId)?.pack
      if (!listed) return
      await acts.run('address-look', async (signal) => {
        try {
          const update = await models.findUpdate(packId, get().hubToken, signal)
          if (!update) get().notifyInfo(notices.packIsNewest(listed.name))
          else if (update.pack.licence === listed.licence) await add(update.pack)
          else {
            // Nothing of the pack changes before the person has agreed to its new licence, as to that of any model.
            set({ addressState: { phase: 'examined', ...update } })
            get().notifyInfo(notices.packHasAnotherLicence(listed.name))
          }
        } catch (thrown) {
          if (!isAbort(thrown)) get().notifyError(errorInfo(thrown, 'model-download-failed'))
        }
      })
    },
  }
}
