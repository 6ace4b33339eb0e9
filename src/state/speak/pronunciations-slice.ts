import { errorInfo, MynaError } from '../../shared/protocol/errors'
import { decodeText } from '../../shared/text/decode-text'
import { readPronunciations, writePronunciations, type PronunciationFormat } from '../../shared/text/pronunciation-files'
import { MAX_PRONUNCIATIONS, withoutPronunciation, withPronunciations, type Pronunciation } from '../../shared/text/pronunciations'
import { pronunciationsRead } from '../../shared/text/wording/english/notices'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'

/** Larger files are no lists of words. */
const LARGEST_FILE_BYTES = 5_000_000

/** How the person wants words to be said, whatever the engine. */
export interface PronunciationsSlice {
  /** Of all languages, the newest first. */
  readonly pronunciations: readonly Pronunciation[]
  /** Reads the list again: another tab may have changed it. */
  readonly refreshPronunciations: () => Promise<void>
  /** Takes the place of an entry for the same word and language. False, and said why, where it is not kept. */
  readonly keepPronunciation: (entry: Pronunciation) => Promise<boolean>
  readonly forgetPronunciation: (entry: Pronunciation) => Promise<void>
  /** Adds the entries of a CSV or PLS file; those that name no language are for `language`. Says what came of it. */
  readonly importPronunciations: (file: Blob, language: string) => Promise<void>
  /** Gives the file to save. */
  readonly exportPronunciations: (format: PronunciationFormat, language: string) => { readonly blob: Blob; readonly fileName: string }
}

export function createPronunciationsSlice(
  { keeper, acts }: { readonly keeper: ChoiceKeeper; readonly acts: RunningActs },
  set: SetSlice<PronunciationsSlice>,
  get: GetState<PronunciationsSlice & NoticesSlice>,
): PronunciationsSlice {
  const guarded = createGuarded(get)
  keeper.onRestore(({ pronunciations }) => { set({ pronunciations }) })

  async function change(changed: (list: readonly Pronunciation[]) => readonly Pronunciation[]): Promise<void> {
    set({ pronunciations: await keeper.change('pronunciations', (list) => [...changed(list)]) })
  }

  /** Adds them all, or none where the list would be too long. */
  const add = (entries: readonly Pronunciation[]) =>
    change((list) => {
      const longer = withPronunciations(list, entries)
      if (longer.length > MAX_PRONUNCIATIONS) throw new MynaError('pronunciations-too-many', `${longer.length} entries`)
      return longer
    })

  async function read(file: Blob, language: string): Promise<void> {
    if (file.size > LARGEST_FILE_BYTES) throw new MynaError('pronunciations-invalid', `${file.size} bytes`)
    const { entries, skipped } = readPronunciations(decodeText(new Uint8Array(await file.arrayBuffer()), TextDecoder), language)
    if (entries.length === 0) throw new MynaError('pronunciations-invalid', 'no line with a word and how it is said')
    await add(entries)
    get().notifyInfo(pronunciationsRead(entries.length, skipped))
  }

  return {
    pronunciations: [],

    refreshPronunciations: () => guarded(async () => { set({ pronunciations: await keeper.read('pronunciations') }) }),

    async keepPronunciation(entry) {
      try {
        await add([entry])
        return true
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'storage-unavailable'))
        return false
      }
    },

    forgetPronunciation: (entry) => guarded(() => change((list) => withoutPronunciation(list, entry))),

    importPronunciations: (file, language) =>
      acts.run('saving', async () => {
        try {
          await read(file, language)
        } catch (thrown) {
          get().notifyError(errorInfo(thrown, 'pronunciations-invalid'))
        }
      }),

    exportPronunciations(format, language) {
      const type = format === 'csv' ? 'text/csv' : 'application/pls+xml'
      return { blob: new Blob([writePronunciations(get().pronunciations, format, language)], { type }), fileName: `myna-pronunciations.${format}` }
    },
  }
}
