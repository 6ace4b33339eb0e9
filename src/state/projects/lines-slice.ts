import { unpackSamples } from '../../shared/audio/packed-samples'
import { MynaError } from '../../shared/protocol/errors'
import type { LineChoice, ProjectChapter } from '../../shared/protocol/project'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { RunningActs } from '../running-acts'
import type { GetState } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { PronunciationsSlice } from '../speak/pronunciations-slice'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { chapterLines, type Book } from './book'
import { withLineMoved } from './chapter-lines'
import { createChapterReader, soundOfChapter } from './chapter-sound'
import type { MakingSlice } from './making-slice'
import { existingBook, type ProjectsSlice } from './projects-slice'

/** Where a line stands. */
export interface LinePlace {
  readonly projectId: string
  readonly chapterId: string
  readonly lineName: string
}

export interface LinesSlice {
  /** Keeps what was chosen for a line; `undefined` takes a choice back. */
  readonly chooseLine: (place: LinePlace, change: { readonly [Choice in keyof LineChoice]: LineChoice[Choice] | undefined }) => Promise<void>
  /** Another version of a line (-1: the one before), made at once where it is not there. */
  readonly sayLineAgain: (place: LinePlace, by: -1 | 1) => Promise<void>
  /** Puts a line before the one above it (-1) or behind the one below (1), in the text. */
  readonly moveLine: (place: LinePlace, by: -1 | 1) => Promise<void>
  /** Plays one line. Call in a click. */
  readonly hearLine: (place: LinePlace) => Promise<void>
  /** Plays what there is of a chapter, from a line on. Call in a click. */
  readonly hearChapter: (projectId: string, chapterId: string, fromLine?: string) => Promise<void>
}

export interface LinesParts {
  readonly services: Pick<AppServices, 'projects' | 'player'>
  readonly acts: RunningActs
}

/** The player holds all that it plays: a chapter of hours is heard in parts. */
const MOST_HEARD_SECONDS = 3600

type Needed = LinesSlice & ProjectsSlice & MakingSlice & PlayerSlice & VoicesSlice & PronunciationsSlice & NoticesSlice

export function createLinesSlice({ services: { projects, player }, acts }: LinesParts, get: GetState<Needed>): LinesSlice {
  const guarded = createGuarded(get)
  const read = createChapterReader(projects)

  function chapterOf(projectId: string, chapterId: string): { readonly book: Book; readonly chapter: ProjectChapter } {
    const book = existingBook(get(), projectId)
    const chapter = book.chapters.find(({ id }) => id === chapterId)
    if (!chapter) throw new MynaError('record-missing', `chapter ${chapterId}`)
    return { book, chapter }
  }

  /** Not the player's until it is read: it may take a moment. */
  function play(act: (signal: AbortSignal) => Promise<void>): Promise<void> {
    player.unlock()
    return guarded(() => acts.run('playback', act))
  }

  return {
    chooseLine: ({ projectId, chapterId, lineName }, change) =>
      get().changeChapter(projectId, chapterId, ({ choices }) => {
        const choice = Object.fromEntries(Object.entries({ ...choices[lineName], ...change }).filter(([, value]) => value !== undefined)) as LineChoice
        return { choices: { ...choices, [lineName]: choice } }
      }),

    sayLineAgain: (place, by) =>
      guarded(async () => {
        const { chapter } = chapterOf(place.projectId, place.chapterId)
        const version = Math.max(0, (chapter.choices[place.lineName]?.version ?? 0) + by)
        await get().chooseLine(place, { version: version > 0 ? version : undefined })
        await get().makeLine(place.projectId, place.chapterId, place.lineName)
      }),

    moveLine: ({ projectId, chapterId, lineName }, by) =>
      guarded(async () => {
        const { book, chapter } = chapterOf(projectId, chapterId)
        const lines = chapterLines(book, chapter, get())
        const text = withLineMoved(chapter.text, lines, lines.findIndex(({ name }) => name === lineName), by)
        if (text !== null) await get().changeChapter(projectId, chapterId, { text })
      }),

    hearLine: ({ projectId, chapterId, lineName }) =>
      play(async (signal) => {
        const { book, chapter } = chapterOf(projectId, chapterId)
        const line = chapterLines(book, chapter, get()).find(({ name }) => name === lineName)
        if (!line) throw new MynaError('record-missing', `line ${lineName}`)
        const { sampleRate } = book.made.get(line.key) ?? { sampleRate: 0 }
        const samples = unpackSamples(await projects.readLine(projectId, line.key))
        if (!signal.aborted) get().playSound({ kind: 'chapter', chapterId, lines: [{ name: lineName, startSeconds: 0 }] }, { samples, sampleRate })
      }),

    hearChapter: (projectId, chapterId, fromLine) =>
      play(async (signal) => {
        const { book, chapter } = chapterOf(projectId, chapterId)
        const sound = soundOfChapter(book, chapter, get())
        const from = sound.lines.find(({ line }) => line.name === fromLine)?.startSample ?? 0
        if (sound.sampleCount === 0) throw new MynaError('record-missing', 'nothing of this chapter is made')
        const samples = await read(sound, from, Math.min(sound.sampleCount, from + MOST_HEARD_SECONDS * sound.sampleRate))
        const lines = sound.lines.map(({ line, startSample }) => ({ name: line.name, startSeconds: (startSample - from) / sound.sampleRate }))
        if (!signal.aborted) get().playSound({ kind: 'chapter', chapterId, lines }, { samples, sampleRate: sound.sampleRate })
      }),
  }
}

/** The line of a chapter that sounds now; null while none does. */
export function soundingLine({ playback, player }: Pick<PlayerSlice, 'playback' | 'player'>, chapterId: string): string | null {
  if (playback?.kind !== 'chapter' || playback.chapterId !== chapterId || (player.phase !== 'playing' && player.phase !== 'paused')) return null
  return playback.lines.findLast(({ startSeconds }) => startSeconds <= player.positionSeconds + 0.05)?.name ?? playback.lines[0]?.name ?? null
}
