import { errorInfo, isAbort, MynaError } from '../../shared/protocol/errors'
import type { ComputeChoice, EngineDescription } from '../../shared/protocol/engine'
import type { LoadedEngine, Progress, RuntimeInfo } from '../../shared/protocol/inference'
import { isAdded, isVoicePack, type PackStatus } from '../../shared/protocol/model-pack'
import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { StorageSlice } from '../storage/storage-slice'
import type { HubTokenSlice } from './hub-token-slice'
import { createAwaitedPacks } from './awaited-packs'
import { transcriberStatus } from './transcriber-pack'

export interface ModelsSlice {
  readonly packs: readonly PackStatus[]
  /** The pack that speaks. */
  readonly selectedPackId: string | null
  /** BCP 47; one that the chosen pack speaks. */
  readonly language: string
  readonly executionProvider: ComputeChoice
  /** 0: automatic. */
  readonly threads: number
  /** The engine that is loaded, and what it runs on; null before the first one and after its worker died. */
  readonly engine: EngineDescription | null
  readonly runtime: RuntimeInfo | null
  /** Packs whose licence and credit the person has seen and accepted. */
  readonly acceptedLicences: readonly string[]
  /** The pack whose licence the person is being asked about, if any. */
  readonly licenceQuestion: string | null
  /** Opens the models worker, lists the packs and chooses the kept one, else the first that speaks. Never rejects. */
  readonly openModels: (keptPackId: Promise<string | null>) => Promise<void>
  readonly selectPack: (id: string) => void
  readonly setLanguage: (language: string) => void
  readonly noteLoaded: (loaded: LoadedEngine) => void
  /** Downloads at once if the licence was accepted before, else asks first. Call inside a gesture. */
  readonly requestPack: (id: string) => void
  /**
   * Resolves once a pack is on this device. Rejects with why its download failed, and with `aborted` when the person
   * declines its licence or `signal` is aborted.
   */
  readonly awaitPack: (id: string, signal: AbortSignal) => Promise<void>
  /** Closes the question; a reading or a check that waited for the answer is given up. */
  readonly declineLicence: () => void
  readonly acceptLicence: (packId: string) => void
  /** Call inside a gesture: also asks the browser to keep the data. */
  readonly downloadPack: (id: string) => Promise<void>
  readonly pausePack: (id: string) => Promise<void>
  readonly removePack: (id: string) => Promise<void>
  readonly verifyPack: (id: string) => Promise<void>
  /** Calls a model that the person added something else. */
  readonly renamePack: (id: string, name: string) => Promise<void>
  /** Notes which language (BCP 47) a model of the person's own speaks. */
  readonly setPackLanguage: (id: string, language: string) => Promise<void>
  /** Files from the disk that are being taken, null at rest. `progress` is there where the act can be stopped. */
  readonly modelImport: { readonly progress: Progress | null } | null
  /** Does nothing while files are being taken. */
  readonly importModelFiles: (files: readonly File[]) => Promise<void>
  readonly stopModelImport: () => void
  readonly setRuntime: (executionProvider: ComputeChoice, threads: number) => void
}

export interface ModelsParts {
  readonly services: Pick<AppServices, 'models' | 'inference' | 'player' | 'canCompute'>
  readonly acts: RunningActs
  readonly keeper: ChoiceKeeper
}

/** A check that may wait for the transcriber. */
interface Checking {
  readonly checkState: { readonly phase: string }
  readonly stopChecking: () => void
}

export function createModelsSlice(
  { services: { models, inference, player, canCompute }, acts, keeper }: ModelsParts,
  set: SetSlice<ModelsSlice>,
  get: GetState<ModelsSlice & HubTokenSlice & StorageSlice & NoticesSlice & Checking>,
): ModelsSlice {
  const awaited = createAwaitedPacks()
  keeper.onRestore(({ draft, choices: { executionProvider, threads }, acceptedLicences }) => {
    set({ language: draft.language, executionProvider, threads, acceptedLicences })
  })
  inference.onRespawn(() => { set({ engine: null, runtime: null }) })

  const statusOf = (id: string) => get().packs.find(({ pack }) => pack.id === id)

  /** Puts a report of the models worker into the list, in the manifest's order. */
  function takeStatus(status: PackStatus): void {
    const { packs } = get()
    const isKnown = statusOf(status.pack.id) !== undefined
    set({ packs: isKnown ? packs.map((other) => (other.pack.id === status.pack.id ? status : other)) : [...packs, status] })
    awaited.settle(status)
  }

  /** @param pauses whether the pack's download ends where the act is told to end */
  function change(packId: string, act: () => Promise<PackStatus>, pauses = false): Promise<void> {
    return acts.run('pack-change', async (signal) => {
      if (pauses) signal.addEventListener('abort', () => { models.pause(packId).catch(() => undefined) }, { once: true })
      try {
        takeStatus(await act())
      } catch (thrown) {
        const error = errorInfo(thrown, 'model-download-failed')
        const state = statusOf(packId)?.state
        // A failed download already stands where the pack is shown, with the same words.
        if (state?.phase !== 'failed' || state.code !== error.code) get().notifyError(error)
      }
      await get().refreshStorage()
    })
  }

  async function takeFiles(files: readonly File[], signal: AbortSignal): Promise<void> {
    set({ modelImport: { progress: null } })
    try {
      const onProgress = (progress: Progress) => {
        // The last report may come after the answer.
        if (get().modelImport !== null) set({ modelImport: { progress } })
      }
      const pack = await models.importFiles(files, onProgress, signal)
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
  }

  return {
    packs: [],
    selectedPackId: null,
    language: 'en-US',
    executionProvider: 'automatic',
    threads: 0,
    engine: null,
    runtime: null,
    acceptedLicences: [],
    licenceQuestion: null,
    modelImport: null,

    async openModels(keptPackId) {
      const opening = models.open(takeStatus).catch((thrown: unknown) => {
        get().notifyError(errorInfo(thrown, 'internal'))
        return get().packs
      })
      const [kept, packs] = await Promise.all([keptPackId, opening])
      set({ packs })
      const voicePacks = packs.map(({ pack }) => pack).filter(isVoicePack)
      const pack = voicePacks.find(({ id }) => id === kept) ?? voicePacks[0]
      if (pack) get().selectPack(pack.id)
    },

    selectPack(id) {
      const { language } = get()
      const languages = statusOf(id)?.pack.languages ?? []
      set({ selectedPackId: id, language: languages.includes(language) ? language : (languages[0] ?? language) })
      keeper.keep('choices')
    },

    setLanguage(language) {
      set({ language })
      keeper.keep('draft')
    },

    noteLoaded({ description, runtime }) {
      set({ engine: description, runtime })
    },

    requestPack(id) {
      if (!canCompute()) {
        const error = new MynaError('browser-outdated', 'no SIMD in its WebAssembly')
        // A reading that waits says so itself.
        if (!awaited.refuse(id, error)) get().notifyError(error)
        return
      }
      if (get().acceptedLicences.includes(id)) void get().downloadPack(id)
      else set({ licenceQuestion: id })
    },

    awaitPack: (id, signal) => (statusOf(id)?.state.phase === 'ready' ? Promise.resolve() : awaited.wait(id, signal)),

    acceptLicence(packId) {
      const { acceptedLicences, licenceQuestion } = get()
      set({
        acceptedLicences: [...new Set([...acceptedLicences, packId])],
        licenceQuestion: licenceQuestion === packId ? null : licenceQuestion,
      })
      keeper.keep('acceptedLicences')
    },

    declineLicence() {
      const { licenceQuestion: declined, packs, checkState } = get()
      if (declined === null) return
      set({ licenceQuestion: null })
      awaited.refuse(declined, new MynaError('aborted', 'the licence was declined'))
      if (checkState.phase === 'awaiting-transcriber' && transcriberStatus(packs)?.pack.id === declined) get().stopChecking()
    },

    downloadPack(id) {
      // This click may be the one that a waiting reading speaks after.
      if (awaited.isAny()) player.unlock()
      void get().askPersist()
      return change(id, () => models.download(id, get().hubToken), true)
    },

    pausePack: (id) => change(id, () => models.pause(id)),
    async removePack(id) {
      await change(id, () => models.remove(id))
      const status = statusOf(id)
      if (!status || !isAdded(status.pack) || status.state.phase !== 'absent') return
      set({ packs: get().packs.filter(({ pack }) => pack.id !== id) })
      const other = get().packs.find(({ pack }) => isVoicePack(pack))
      if (get().selectedPackId === id && other) get().selectPack(other.pack.id)
    },
    verifyPack: (id) => change(id, () => models.verify(id)),

    renamePack: (id, name) => change(id, () => models.rename(id, name)),

    async setPackLanguage(id, language) {
      await change(id, () => models.setLanguage(id, language))
      // Speaks in it from now on.
      if (get().selectedPackId === id) get().selectPack(id)
    },

    importModelFiles: (files) => acts.run('import', (signal) => takeFiles(files, signal)),

    stopModelImport() {
      void acts.stop('import')
    },

    setRuntime(executionProvider, threads) {
      set({ executionProvider, threads })
      keeper.keep('choices')
    },
  }
}
