import type { SoundChoice } from '../../shared/protocol/sound-export'
import { soundProvenance } from '../history/provenance'
import { takeFileName, type TakeFile } from '../history/take-files'
import { existingTake, type TakesSlice } from '../history/takes-slice'
import { defaultChoices, type ChoiceKeeper } from '../kept-choices'
import type { GetState, SetSlice } from '../slice'
import { writeTakes, type ExportParts, type ExportProgress } from './export-run'

export interface ExportSlice extends ExportProgress {
  /** What the person chose last. */
  readonly soundChoice: SoundChoice
  readonly setSoundChoice: (change: Partial<SoundChoice>) => void
  /** False where this browser has no encoder for Opus; known once somebody asked for formats. */
  readonly writesOpus: boolean
  readonly findEncoders: () => void
  /** The take whose format is being chosen. */
  readonly exportQuestion: string | null
  readonly askExport: (takeId: string) => void
  readonly closeExport: () => void
  /** Gives up what is being written. */
  readonly stopExport: () => void
  /** The take's sound as it was chosen. Errors: those of `ExportApi`, `record-missing`, `aborted`. */
  readonly takeSound: (id: string) => Promise<TakeFile>
}

export function createExportSlice(
  parts: ExportParts & { readonly keeper: ChoiceKeeper },
  set: SetSlice<ExportSlice>,
  get: GetState<ExportSlice & TakesSlice>,
): ExportSlice {
  const { services: { exporter }, acts, keeper } = parts
  keeper.onRestore(({ soundFiles }) => { set({ soundChoice: soundFiles }) })

  return {
    soundChoice: defaultChoices.soundFiles,
    setSoundChoice(change) {
      set({ soundChoice: { ...get().soundChoice, ...change } })
      keeper.keep('soundFiles')
    },
    writesOpus: true,
    findEncoders() {
      void exporter.writesOpus().then((writesOpus) => { set({ writesOpus }) })
    },
    exportQuestion: null,
    askExport(takeId) {
      set({ exportQuestion: takeId })
      get().findEncoders()
    },
    closeExport() {
      set({ exportQuestion: null })
    },
    exportFraction: null,
    stopExport() {
      void acts.stop('export')
    },
    async takeSound(id) {
      const take = existingTake(get(), id)
      const { soundChoice } = get()
      const blob = await writeTakes(parts, set, [take], { ...soundChoice, shape: 'sound', gapSeconds: 0, titles: [''], words: soundProvenance([take]) })
      return { blob, fileName: takeFileName(take, soundChoice.format) }
    },
  }
}
