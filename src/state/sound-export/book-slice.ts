import { MynaError } from '../../shared/protocol/errors'
import type { LoudnessTarget, SoundFormat } from '../../shared/protocol/sound-export'
import { fileTitle } from '../../shared/text/file-title'
import { soundProvenance } from '../history/provenance'
import type { TakeFile } from '../history/take-files'
import { existingTake, type TakesSlice } from '../history/takes-slice'
import type { GetState, SetSlice } from '../slice'
import { writeTakes, type ExportParts } from './export-run'
import type { ExportSlice } from './export-slice'

/** What a person says of an audiobook. */
export interface BookFacts {
  readonly title: string
  readonly author: string
  /** What chapters are called, by their takes; those that are not named are numbered. */
  readonly chapterNames: Readonly<Record<string, string>>
  readonly gapSeconds: number
  readonly loudness: LoudnessTarget
  /** `m4b`: one file with chapters; else a ZIP of files in that format. */
  readonly form: 'm4b' | SoundFormat
  readonly cover: File | null
}

export interface BookSlice {
  /** Ids of the takes that become chapters, in their order. */
  readonly bookTakes: readonly string[]
  readonly bookOpen: boolean
  readonly openBook: (open: boolean) => void
  /** Puts a take at the end of the book, or takes it out. */
  readonly toggleBookTake: (id: string) => void
  /** Moves a chapter up (-1) or down (1). */
  readonly moveBookTake: (id: string, by: -1 | 1) => void
  /** Stays until the book is cleared, whatever becomes of a file. */
  readonly bookFacts: BookFacts
  readonly changeBook: (change: Partial<BookFacts>) => void
  readonly clearBook: () => void
  /** Errors: those of `ExportApi`, `record-missing`, `cover-unreadable`, `aborted`. */
  readonly makeBook: () => Promise<TakeFile>
}

const NO_FACTS: BookFacts = { title: '', author: '', chapterNames: {}, gapSeconds: 1.5, loudness: 'audiobook', form: 'm4b', cover: null }

export function createBookSlice(parts: ExportParts, set: SetSlice<BookSlice & ExportSlice>, get: GetState<BookSlice & ExportSlice & TakesSlice>): BookSlice {
  return {
    bookTakes: [],
    bookOpen: false,
    openBook(bookOpen) {
      const { bookTakes, takes } = get()
      // Some may have been deleted since they were chosen.
      set({ bookOpen, bookTakes: bookTakes.filter((id) => takes.some((take) => take.id === id)) })
      if (bookOpen) get().findEncoders()
    },
    toggleBookTake(id) {
      const { bookTakes } = get()
      set({ bookTakes: bookTakes.includes(id) ? bookTakes.filter((other) => other !== id) : [...bookTakes, id] })
    },
    moveBookTake(id, by) {
      const moved = [...get().bookTakes]
      const from = moved.indexOf(id)
      const other = moved[from + by]
      if (from < 0 || other === undefined) return
      moved[from] = other
      moved[from + by] = id
      set({ bookTakes: moved })
    },
    bookFacts: NO_FACTS,
    changeBook(change) {
      set({ bookFacts: { ...get().bookFacts, ...change } })
    },
    clearBook() {
      set({ bookTakes: [], bookOpen: false, bookFacts: NO_FACTS })
    },
    async makeBook() {
      const { bookTakes, bookFacts: { title, author, chapterNames, gapSeconds, loudness, form, cover } } = get()
      const takes = bookTakes.map((id) => existingTake(get(), id))
      const titles = bookTakes.map((id, index) => chapterNames[id]?.trim() || `Chapter ${index + 1}`)
      const image = cover && (await readCover(cover))
      const words = {
        ...soundProvenance(takes),
        ...(title !== '' && { title }),
        ...(author !== '' && { author }),
        ...(image && { cover: image }),
      }
      const isBook = form === 'm4b'
      const choice = { ...get().soundChoice, format: isBook ? 'm4a' : form, loudness } as const
      const blob = await writeTakes(parts, set, takes, { ...choice, shape: isBook ? 'book' : 'chapters', gapSeconds, titles, words })
      return { blob, fileName: `${fileTitle(title) || 'myna-audiobook'}.${isBook ? 'm4b' : 'zip'}` }
    },
  }
}

/** JPEG and PNG, by their first bytes: the kinds that players show. */
async function readCover(file: File) {
  const data = new Uint8Array(await file.arrayBuffer().catch((thrown: unknown) => { throw new MynaError('file-gone', String(thrown)) }))
  if (data[0] === 0xff && data[1] === 0xd8) return { data, mimeType: 'image/jpeg' } as const
  if (data[0] === 0x89 && data[1] === 0x50) return { data, mimeType: 'image/png' } as const
  throw new MynaError('cover-unreadable', `${file.type || 'unknown kind'}, ${file.size} bytes`)
}
