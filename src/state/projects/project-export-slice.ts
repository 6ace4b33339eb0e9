import { MynaError } from '../../shared/protocol/errors'
import type { ProjectChapter } from '../../shared/protocol/project'
import type { ExportRequest, ExportSource, LoudnessTarget, SoundFormat } from '../../shared/protocol/sound-export'
import type { ProjectInFile } from '../../shared/storage/services'
import { fileTitle } from '../../shared/text/file-title'
import { cutCue, subtitles, type Cue, type SubtitleFormat } from '../../shared/text/subtitles'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import { soundProvenance } from '../history/provenance'
import type { TakeFile } from '../history/take-files'
import type { ModelsSlice } from '../models/models-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import { writeSound, writeSoundTo, type ExportProgress } from '../sound-export/export-run'
import type { PronunciationsSlice } from '../speak/pronunciations-slice'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { includedChapters, isWhole, madeOfChapter, type Book } from './book'
import { createChapterReader, soundOfChapter, type ChapterSound } from './chapter-sound'
import { soundOfVoice } from './planned-lines'
import { existingBook, type ProjectsSlice } from './projects-slice'

/** How a project's sound is to be written. */
export interface ProjectFileDetails {
  /** `m4b`: one file with chapters. `sound`: one file of `format`. `chapters`: a ZIP with one for each chapter. */
  readonly form: 'm4b' | 'sound' | 'chapters'
  readonly format: SoundFormat
  readonly loudness: LoudnessTarget
  /** Silence between chapters of one file. */
  readonly gapSeconds: number
}

export interface ProjectExportSlice {
  /** Chapters that are whole, in order. Errors: `record-missing` (none is), those of `ExportApi`, `aborted`. */
  readonly projectSound: (id: string, details: ProjectFileDetails) => Promise<TakeFile>
  /** The same, straight into the file that the person chose. */
  readonly writeProjectSound: (id: string, details: ProjectFileDetails, place: FileSystemFileHandle) => Promise<void>
  /** The lines of the same chapters with their times in one file of them. */
  readonly projectSubtitles: (id: string, format: SubtitleFormat, gapSeconds: number) => Promise<TakeFile>
  /** All of a project, its sound and voices with it, to go on elsewhere. */
  readonly projectFile: (id: string) => Promise<TakeFile>
  /** Adds a project from such a file, with the voices that are not here yet; one at a time. */
  readonly importProject: (file: Blob) => Promise<void>
  /** Share of a project file that is read; null while none is. */
  readonly importFraction: number | null
  /** Gives up what is being read, and keeps nothing of it but voices. */
  readonly stopImport: () => void
}

export interface ProjectExportParts {
  readonly services: Pick<AppServices, 'projects' | 'voices' | 'exporter' | 'newId' | 'projectFile' | 'voiceFile'>
  readonly acts: RunningActs
}

type Needed = ProjectsSlice & VoicesSlice & PronunciationsSlice & ModelsSlice & NoticesSlice

export function createProjectExportSlice(parts: ProjectExportParts, set: SetSlice<ProjectExportSlice & ExportProgress>, get: GetState<Needed>): ProjectExportSlice {
  const { services: { projects, voices, newId, projectFile, voiceFile }, acts } = parts
  const guarded = createGuarded(get, 'project-file-invalid')

  /** What can be written: chapters of which nothing is missing. */
  function wholeChapters(book: Book): readonly { readonly chapter: ProjectChapter; readonly sound: ChapterSound }[] {
    const whole = includedChapters(book).filter((chapter) => isWhole(madeOfChapter(book, chapter, get())))
    const sounding = whole.map((chapter) => ({ chapter, sound: soundOfChapter(book, chapter, get()) })).filter(({ sound }) => sound.sampleCount > 0)
    if (sounding.length === 0) throw new MynaError('record-missing', 'no chapter is complete')
    return sounding
  }

  /** What is asked of the exporter, and where it gets the sound. */
  function soundOf(book: Book, { form, format, loudness, gapSeconds }: ProjectFileDetails): [ExportRequest, ExportSource] {
    const chapters = wholeChapters(book)
    const read = createChapterReader(projects)
    const request: ExportRequest = {
      shape: form === 'm4b' ? 'book' : form,
      format: form === 'm4b' ? 'm4a' : format,
      loudness, gapSeconds, bits: 16, sampleRate: 24_000, words: wordsOf(book),
      parts: chapters.map(({ chapter, sound }) => ({ title: chapter.title, sampleRate: sound.sampleRate, sampleCount: sound.sampleCount })),
    }
    return [request, {
      read(part, start, end) {
        const sound = chapters[part]?.sound
        return sound ? read(sound, start, end) : Promise.reject(new MynaError('record-missing', `chapter ${part}`))
      },
    }]
  }

  function wordsOf({ project }: Book) {
    const { title, author, cover, packId, settings, createdAt } = project
    const engineName = get().packs.find(({ pack }) => pack.id === packId)?.pack.name ?? packId
    return {
      ...soundProvenance([{ engineName, packId, settings, createdAt }]),
      title,
      ...(author !== '' && { author }),
      ...(cover && { cover: { data: new Uint8Array(cover.bytes), mimeType: cover.mediaType } }),
    }
  }

  /** Adds the voices of a file that are not here, and says under which id each is. */
  async function takeVoices(files: ReadonlyMap<string, Blob>): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>()
    for (const [id, file] of files) {
      const voice = await voiceFile.decode(file)
      const known = get().voices.find((one) => soundOfVoice(one) === soundOfVoice(voice))
      if (!known) await voices.save(voice)
      ids.set(id, known?.id ?? voice.id)
    }
    await get().refreshVoices()
    return ids
  }

  /** Keeps the sound of a file, or nothing of its project where that fails. */
  async function takeLines(found: ProjectInFile, projectId: string, signal: AbortSignal): Promise<void> {
    let count = 0
    try {
      for await (const { facts, sound } of found.lines(projectId)) {
        signal.throwIfAborted()
        await projects.keepLine(facts, sound)
        set({ importFraction: ++count / found.lineCount })
      }
    } catch (thrown) {
      await projects.delete(projectId)
      throw thrown
    }
  }

  return {
    async projectSound(id, details) {
      const book = existingBook(get(), id)
      const blob = await writeSound(parts, set, ...soundOf(book, details))
      return { blob, fileName: `${nameOf(book)}.${extensionOf(details)}` }
    },

    writeProjectSound: (id, details, place) => writeSoundTo(place, parts, set, ...soundOf(existingBook(get(), id), details)),

    async projectSubtitles(id, format, gapSeconds) {
      const book = existingBook(get(), id)
      const cues: Cue[] = []
      let chapterStart = 0
      for (const { sound } of wholeChapters(book)) {
        for (const { line, startSample, endSample } of sound.lines) {
          const { words = [] } = await projects.readLine(id, line.key)
          const startSeconds = chapterStart + startSample / sound.sampleRate
          const timed = words.map((word) => ({ text: word.text, startSeconds: startSeconds + word.startSeconds, endSeconds: startSeconds + word.endSeconds }))
          cues.push(...cutCue({ text: line.choice.words ?? line.text, startSeconds, endSeconds: chapterStart + endSample / sound.sampleRate, words: timed }))
        }
        chapterStart += sound.sampleCount / sound.sampleRate + gapSeconds
      }
      const type = format === 'vtt' ? 'text/vtt' : 'application/x-subrip'
      return { blob: new Blob([subtitles(cues, format)], { type }), fileName: `${nameOf(book)}.${format}` }
    },

    async projectFile(id) {
      const kept = await projects.read(id)
      const ids = new Set(kept.project.cast.map(({ voiceId }) => voiceId))
      const cast = get().voices.filter((voice) => ids.has(voice.id)).map((voice): [string, Blob] => [voice.id, voiceFile.encode(voice)])
      const blob = await projectFile.encode(kept, new Map(cast), (key) => projects.readLine(id, key))
      return { blob, fileName: `${fileTitle(kept.project.title) || 'book'}.myna-project` }
    },

    importFraction: null,

    stopImport() {
      void acts.stop('project-import')
    },

    importProject: (file) =>
      guarded(() =>
        acts.run('project-import', async (signal) => {
          set({ importFraction: 0 })
          try {
            const found = await projectFile.decode(file)
            const { project, chapters } = asHere(found, await takeVoices(found.voices), newId)
            await projects.create(project, chapters)
            await takeLines(found, project.id, signal)
            get().addProject(project)
            await get().showProject(project.id)
          } finally {
            set({ importFraction: null })
          }
        }),
      ),
  }
}

/** What is in a file with ids of its own, read by the voices that are here. */
function asHere(found: ProjectInFile, voiceIds: ReadonlyMap<string, string>, newId: () => string) {
  const id = newId()
  const hereOf = (voiceId: string) => voiceIds.get(voiceId) ?? voiceId
  const chapters = found.chapters.map((chapter): ProjectChapter => ({ ...chapter, id: newId(), projectId: id }))
  const cast = found.project.cast.map((role) => ({ ...role, voiceId: hereOf(role.voiceId) }))
  const voiceSounds = Object.fromEntries(Object.entries(found.project.voiceSounds ?? {}).map(([voiceId, sounds]) => [hereOf(voiceId), sounds]))
  return { project: { ...found.project, id, cast, voiceSounds, chapterIds: chapters.map((chapter) => chapter.id), isWanted: false }, chapters }
}

/** How the name of such a file ends. */
export function extensionOf({ form, format }: Pick<ProjectFileDetails, 'form' | 'format'>): string {
  return form === 'chapters' ? 'zip' : form === 'm4b' ? 'm4b' : format
}

function nameOf({ project }: Book): string {
  return fileTitle(project.title) || 'book'
}
