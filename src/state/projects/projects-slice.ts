import type { DocumentChapter, ReadDocument } from '../../shared/protocol/document'
import { MynaError } from '../../shared/protocol/errors'
import type { Project, ProjectChapter } from '../../shared/protocol/project'
import { NARRATOR, PLAIN_PROSODY } from '../../shared/protocol/script'
import { primaryLanguage } from '../../shared/text/pronunciations'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { GetState, SetSlice } from '../slice'
import type { PronunciationsSlice } from '../speak/pronunciations-slice'
import type { CastSlice } from '../speak/cast-slice'
import type { SpeakSlice } from '../speak/speak-slice'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { bookOf, changedVoices, withVoiceSounds, type Book } from './book'

/** What a person may change of a project as a whole. */
export type ProjectChange = Partial<Pick<Project, 'title' | 'author' | 'language' | 'cover' | 'cast' | 'packId' | 'settings' | 'voiceSounds' | 'isWanted'>>

/** The same of a chapter. */
export type ChapterChange = Partial<Pick<ProjectChapter, 'title' | 'text' | 'isIncluded' | 'choices'>>

export interface ProjectsSlice {
  /** Newest first. */
  readonly projects: readonly Project[]
  /** Those that are looked at or being made, by their ids: texts and figures, no sound. */
  readonly books: Readonly<Record<string, Book>>
  /** The project that is looked at. */
  readonly shownProjectId: string | null
  readonly refreshProjects: () => Promise<void>
  /**
   * Makes a project of a document, or of some of its chapters, with the voice, engine and settings that are chosen now, and shows it.
   * Resolves to its id; to null where it could not be kept, which a notice says.
   */
  readonly createProject: (document: ReadDocument, chapters?: readonly DocumentChapter[]) => Promise<string | null>
  readonly showProject: (id: string | null) => Promise<void>
  /** Reads a project anew. Errors: `record-missing`. */
  readonly openProject: (id: string) => Promise<Book>
  readonly changeProject: (id: string, change: ProjectChange) => Promise<void>
  /** Lets the voices sound as they do now; what was made with them before is made again. */
  readonly takeNewVoices: (id: string) => Promise<void>
  readonly changeChapter: (projectId: string, chapterId: string, change: ChapterChange | ((kept: ProjectChapter) => ChapterChange)) => Promise<void>
  /** An empty chapter at the end. */
  readonly addChapter: (projectId: string, chapter: DocumentChapter) => Promise<void>
  readonly moveChapter: (projectId: string, chapterId: string, by: -1 | 1) => Promise<void>
  readonly deleteChapter: (projectId: string, chapterId: string) => Promise<void>
  readonly deleteProject: (id: string) => Promise<void>
  /** Puts what was made of a project in its place. */
  readonly noteBook: (book: Book) => void
  /** Puts a project that is kept by now into the list. */
  readonly addProject: (project: Project) => void
}

/** A project that is deleted is not made any more. */
interface ProjectPauser {
  readonly pauseProject: (id: string) => Promise<void>
}

export interface ProjectsParts {
  readonly services: Pick<AppServices, 'projects' | 'newId' | 'newSeed'>
}

type Needed = ProjectsSlice & ProjectPauser & CastSlice & VoicesSlice & PronunciationsSlice & ModelsSlice & SpeakSlice & NoticesSlice

export function createProjectsSlice({ services }: ProjectsParts, set: SetSlice<ProjectsSlice>, get: GetState<Needed>): ProjectsSlice {
  const { projects: repository, newId, newSeed } = services
  const guarded = createGuarded(get)

  /** What is chosen now, as the beginning of a project. */
  function chosen(document: ReadDocument): Omit<Project, 'id' | 'chapterIds'> {
    const { selectedPackId, selectedVoiceId, packs, language, settings, seedPinned, cast } = get()
    const languages = packs.find(({ pack }) => pack.id === selectedPackId)?.pack.languages ?? []
    const asked = document.language
    return {
      createdAt: new Date().toISOString(),
      title: document.title.trim() || 'Untitled',
      author: document.author ?? '',
      language: (asked && languages.find((one) => primaryLanguage(one) === primaryLanguage(asked))) || language,
      cover: document.cover,
      cast: [{ name: NARRATOR, voiceId: selectedVoiceId ?? '', prosody: PLAIN_PROSODY }, ...(cast.isOn ? cast.roles.filter(({ name }) => name !== NARRATOR) : [])],
      packId: selectedPackId ?? '',
      settings: seedPinned ? settings : { ...settings, seed: newSeed() },
      isWanted: false,
    }
  }

  function show(book: Book): void {
    const { project } = book
    set({ books: { ...get().books, [project.id]: book }, projects: get().projects.map((other) => (other.id === project.id ? project : other)) })
  }

  /** The newest change: what came of an older one is not shown over it. */
  let newest = 0

  /** Shown at once, kept a moment later: then it is as another tab left it, with this change. A disk that fails is said. */
  function change(id: string, changed: (project: Project) => Project): Promise<void> {
    return guarded(async () => {
      const turn = ++newest
      const book = get().books[id]
      if (book) show(inOrder(book, changed(book.project)))
      const kept = await repository.change(id, changed)
      if (turn === newest) await settle(kept)
    })
  }

  /** Shows a project as it is kept; with chapters that another tab added. */
  async function settle(project: Project): Promise<void> {
    const book = get().books[project.id]
    if (book && project.chapterIds.some((id) => book.chapters.every((chapter) => chapter.id !== id))) await get().openProject(project.id)
    else if (book) show(inOrder(book, project))
    else set({ projects: get().projects.map((other) => (other.id === project.id ? project : other)) })
  }

  function showChapter(projectId: string, chapter: ProjectChapter): void {
    const book = existingBook(get(), projectId)
    show({ ...book, chapters: book.chapters.map((one) => (one.id === chapter.id ? chapter : one)) })
  }

  return {
    projects: [],
    books: {},
    shownProjectId: null,

    refreshProjects: () => guarded(async () => { set({ projects: await repository.list() }) }),

    async createProject(document, written = document.chapters) {
      const id = newId()
      const chapters = written.map((chapter): ProjectChapter => newChapter(newId(), id, chapter))
      const project: Project = { ...chosen(document), id, chapterIds: chapters.map((chapter) => chapter.id) }
      await guarded(async () => {
        await repository.create(project, chapters)
        get().addProject(project)
        await get().showProject(id)
      })
      return get().projects.some((kept) => kept.id === id) ? id : null
    },

    showProject: (id) =>
      guarded(async () => {
        // Read anew: another tab may have changed it.
        if (id !== null) await get().openProject(id)
        set({ shownProjectId: id })
      }),

    async openProject(id) {
      const read = bookOf(await repository.read(id))
      const project = withVoiceSounds(read, get())
      const book = { ...read, project }
      show(book)
      const { voiceSounds } = project
      if (project !== read.project && voiceSounds) await repository.change(id, (kept) => ({ ...kept, voiceSounds }))
      return book
    },

    changeProject: (id, changed) => change(id, (project) => ({ ...project, ...changed })),

    takeNewVoices: (id) =>
      change(id, (project) => {
        const changed = new Set(changedVoices(project, get().voices).map((voice) => voice.id))
        return { ...project, voiceSounds: Object.fromEntries(Object.entries(project.voiceSounds ?? {}).filter(([voiceId]) => !changed.has(voiceId))) }
      }),

    changeChapter: (projectId, chapterId, change) =>
      guarded(async () => {
        const turn = ++newest
        const changed = (chapter: ProjectChapter) => ({ ...chapter, ...(typeof change === 'function' ? change(chapter) : change) })
        const shown = existingBook(get(), projectId).chapters.find(({ id }) => id === chapterId)
        if (shown) showChapter(projectId, changed(shown))
        const kept = await repository.changeChapter(chapterId, changed)
        if (turn === newest) showChapter(projectId, kept)
      }),

    addChapter: (projectId, written) =>
      guarded(async () => {
        const chapter = newChapter(newId(), projectId, written)
        const project = await repository.addChapter(chapter)
        const book = existingBook(get(), projectId)
        show({ ...book, chapters: [...book.chapters, chapter] })
        await settle(project)
      }),

    moveChapter: (projectId, chapterId, by) =>
      change(projectId, (project) => {
        const from = project.chapterIds.indexOf(chapterId)
        return { ...project, chapterIds: swapped(project.chapterIds, from, from + by) }
      }),

    deleteChapter: (projectId, chapterId) => guarded(async () => { await settle(await repository.deleteChapter(projectId, chapterId)) }),

    deleteProject: (id) =>
      guarded(async () => {
        await get().pauseProject(id)
        await repository.delete(id)
        const { [id]: gone, ...books } = get().books
        const { shownProjectId } = get()
        set({ books, projects: get().projects.filter((project) => project.id !== id), shownProjectId: shownProjectId === gone?.project.id ? null : shownProjectId })
      }),

    noteBook: show,

    addProject(project) {
      set({ projects: [project, ...get().projects] })
    },
  }
}

function newChapter(id: string, projectId: string, { title, text }: DocumentChapter): ProjectChapter {
  return { id, projectId, title, text, isIncluded: true, choices: {} }
}

/** The book of a project that was changed: its chapters as it has them. */
function inOrder(book: Book, project: Project): Book {
  const byId = new Map(book.chapters.map((chapter) => [chapter.id, chapter]))
  return { ...book, project, chapters: project.chapterIds.map((id) => byId.get(id)).filter((chapter) => chapter !== undefined) }
}

/** The same list where one of the places is none. */
export function swapped<T>(list: readonly T[], one: number, other: number): readonly T[] {
  const [a, b] = [list[one], list[other]]
  return a === undefined || b === undefined ? list : list.with(one, b).with(other, a)
}

/** Errors: `record-missing` where the project is not open. */
export function existingBook({ books }: Pick<ProjectsSlice, 'books'>, id: string): Book {
  const book = books[id]
  if (!book) throw new MynaError('record-missing', `project ${id}`)
  return book
}
