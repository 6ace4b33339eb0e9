import { errorInfo, isAbort } from '../../shared/protocol/errors'
import type { Progress } from '../../shared/protocol/inference'
import { isVoicePack, type PackStatus } from '../../shared/protocol/model-pack'
import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import type { AppState } from '../app-state'
import type { ChoiceKeeper } from '../choice-keeper'
import type { Reader } from '../speak/reading-slice'
import type { GetState, SetState } from '../slice'
import type { ComputeChoice } from '../../shared/protocol/engine'

export interface ModelsSlice {
  readonly packs: readonly PackStatus[]
  /** The pack that speaks. */
  readonly selectedPackId: string | null
  readonly executionProvider: ComputeChoice
  /** 0: automatic. */
  readonly threads: number
  /** Packs whose licence and credit the person has seen and accepted. */
  readonly acceptedLicences: readonly string[]
  /** The pack whose licence the person is being asked about, if any. */
  readonly licenceQuestion: string | null
  readonly selectPack: (id: string) => void
  /** Downloads at once if the licence was accepted before, else asks first. Call inside a gesture. */
  readonly requestPack: (id: string) => void
  /** Closes the question; a reading that waited for the answer is given up. */
  readonly declineLicence: () => void
  readonly acceptLicence: (packId: string) => void
  /** Call inside a gesture: also asks the browser to keep the data. */
  readonly downloadPack: (id: string) => Promise<void>
  readonly pausePack: (id: string) => Promise<void>
  readonly removePack: (id: string) => Promise<void>
  readonly verifyPack: (id: string) => Promise<void>
  /** Notes which language (BCP 47) a model of the person's own speaks. */
  readonly setPackLanguage: (id: string, language: string) => Promise<void>
  /** Files from the disk that are being taken, null at rest. `progress` is there where the act can be stopped. */
  readonly modelImport: { readonly progress: Progress | null } | null
  /** Does nothing while files are being taken. */
  readonly importModelFiles: (files: readonly File[]) => Promise<void>
  readonly stopModelImport: () => void
  readonly setRuntime: (executionProvider: ComputeChoice, threads: number) => void
}

export function createModelsSlice(
  services: AppServices,
  reader: Reader,
  keeper: ChoiceKeeper,
  set: SetState,
  get: GetState,
): ModelsSlice {
  const { models } = services
  let importing = new AbortController()

  async function change(packId: string, act: () => Promise<PackStatus>): Promise<void> {
    try {
      takePackStatus(await act(), reader, set)
    } catch (thrown) {
      const error = errorInfo(thrown, 'model-download-failed')
      const state = get().packs.find(({ pack }) => pack.id === packId)?.state
      // A failed download already stands where the pack is shown, with the same words.
      if (state?.phase !== 'failed' || state.code !== error.code) get().notifyError(error)
    }
    await get().refreshStorage()
  }

  return {
    packs: [],
    selectedPackId: null,
    executionProvider: 'automatic',
    threads: 0,
    acceptedLicences: [],
    licenceQuestion: null,
    modelImport: null,

    selectPack(id) {
      const { packs, language } = get()
      const languages = packs.find(({ pack }) => pack.id === id)?.pack.languages ?? []
      set({ selectedPackId: id, language: languages.includes(language) ? language : (languages[0] ?? language) })
      keeper.keep('choices')
    },

    requestPack(id) {
      if (get().acceptedLicences.includes(id)) void get().downloadPack(id)
      else set({ licenceQuestion: id })
    },

    acceptLicence(packId) {
      set(({ acceptedLicences, licenceQuestion }) => ({
        acceptedLicences: [...new Set([...acceptedLicences, packId])],
        licenceQuestion: licenceQuestion === packId ? null : licenceQuestion,
      }))
      keeper.keep('acceptedLicences')
    },

    declineLicence() {
      set({ licenceQuestion: null })
      if (get().speakState.phase === 'awaiting-pack') reader.stop()
    },

    downloadPack(id) {
      // This click may be the one that a waiting reading speaks after.
      if (get().speakState.phase === 'awaiting-pack') services.player.unlock()
      void get().askPersist()
      return change(id, () => models.download(id))
    },

    pausePack: (id) => change(id, () => models.pause(id)),
    removePack: (id) => change(id, () => models.remove(id)),
    verifyPack: (id) => change(id, () => models.verify(id)),

    async setPackLanguage(id, language) {
      await change(id, () => models.setLanguage(id, language))
      // Speaks in it from now on.
      if (get().selectedPackId === id) get().selectPack(id)
    },

    async importModelFiles(files) {
      if (get().modelImport !== null) return
      importing = new AbortController()
      set({ modelImport: { progress: null } })
      try {
        const onProgress = (progress: Progress) => {
          // The last report may come after the answer.
          if (get().modelImport !== null) set({ modelImport: { progress } })
        }
        const pack = await models.importFiles(files, onProgress, importing.signal)
        // The files came from the person's own disk: there is nothing left to agree to before a download.
        get().acceptLicence(pack.id)
        if (isVoicePack(pack)) get().selectPack(pack.id)
        get().notifyInfo(notices.packReady(pack.name, isVoicePack(pack)))
      } catch (thrown) {
        if (isAbort(thrown)) get().notifyInfo(notices.importStopped)
        else get().notifyError(errorInfo(thrown, 'model-invalid'))
      }
      set({ modelImport: null })
      await get().refreshStorage()
    },

    stopModelImport() {
      importing.abort()
    },

    setRuntime(executionProvider, threads) {
      set({ executionProvider, threads })
      keeper.keep('choices')
    },
  }
}

/** Puts a report of the models worker into the list, in the manifest's order, and wakes a reading that waited for it. */
export function takePackStatus(status: PackStatus, reader: Reader, set: SetState): void {
  set(({ packs }: AppState) => {
    const known = packs.some(({ pack }) => pack.id === status.pack.id)
    return { packs: known ? packs.map((other) => (other.pack.id === status.pack.id ? status : other)) : [...packs, status] }
  })
  reader.packChanged(status)
}
