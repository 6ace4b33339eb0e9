import { errorInfo, isAbort, MynaError, type ErrorCode, type ErrorInfo } from '../../shared/protocol/errors'
import type { Progress } from '../../shared/protocol/inference'
import { shownName } from '../../shared/text/shown-name'
import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import { BEFORE_PROJECTS, type RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PronunciationsSlice } from '../speak/pronunciations-slice'
import type { VoiceSource } from '../voice-library/voice-source'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { nextLine, wantedKeys, type MakingScope, type NextLine } from './book'
import { createLineSpeaker, type MadeLine } from './line-speaker'
import { soundOfVoice, type PlannedLine } from './planned-lines'
import { existingBook, type ProjectsSlice } from './projects-slice'

/** Where the making of a project stands; one is made at a time. */
export type MakingState =
  | { readonly phase: 'idle' }
  /** Another tab makes it, or did not notice yet that it is over. */
  | { readonly phase: 'elsewhere'; readonly projectId: string }
  /** Something that somebody waits for has the engine. */
  | { readonly phase: 'waiting'; readonly projectId: string }
  | { readonly phase: 'making'; readonly projectId: string; readonly chapterId: string; readonly lineName: string; readonly progress: Progress | null }
  | { readonly phase: 'failed'; readonly projectId: string; readonly error: ErrorInfo }

export interface MakingSlice {
  readonly making: MakingState
  /**
   * Makes what is missing of a project, line by line, in the background; what is made is kept at once. The project that was being made
   * is paused. Resolves when it is whole, was paused or failed; never rejects.
   */
  readonly makeProject: (id: string, firstChapterId?: string) => Promise<void>
  /** Makes one line alone; where its project is being made, that line's chapter comes first. */
  readonly makeLine: (id: string, chapterId: string, lineName: string) => Promise<void>
  /** What is made stays; the line that is being made is lost. */
  readonly pauseProject: (id: string) => Promise<void>
  /** Goes on with the project that a closed or crashed tab left behind. */
  readonly findWantedProject: () => Promise<void>
}

export interface MakingParts {
  readonly services: Pick<AppServices, 'projects' | 'inference' | 'wakeLock'>
  readonly acts: RunningActs
  readonly voiceSource: VoiceSource
}

/** A worker that died is made anew at the next call; one that dies again and again over a line will not say it. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['worker-crashed', 'worker-timeout', 'device-lost'])
const MOST_TRIES = 3

type Needed = MakingSlice & ProjectsSlice & VoicesSlice & ModelsSlice & PronunciationsSlice & NoticesSlice

export function createMakingSlice({ services, acts, voiceSource }: MakingParts, set: SetSlice<MakingSlice>, get: GetState<Needed>): MakingSlice {
  const { projects: repository, wakeLock } = services
  const guarded = createGuarded(get)
  const speakLine = createLineSpeaker(services, voiceSource, get)

  /** The newest run. One that it ended shows nothing any more. */
  let newest: Run | null = null

  function runOf(projectId: string): Run | null {
    return newest?.projectId === projectId && !newest.signal.aborted && acts.isRunning('project') ? newest : null
  }

  function show(run: Run, making: MakingState): void {
    if (run === newest) set({ making })
  }

  /** One line, as soon as nobody else wants the engine. */
  async function makeOne(run: Run, { chapter, line }: NextLine): Promise<MadeLine> {
    const { projectId, signal } = run
    for (;;) {
      signal.throwIfAborted()
      if (acts.isRunning(...BEFORE_PROJECTS)) {
        show(run, { phase: 'waiting', projectId })
        await overOrAborted(acts.whenOver(...BEFORE_PROJECTS), signal)
        continue
      }
      const made: MadeLine[] = []
      await acts.run('project-line', async (lineSignal) => {
        const onProgress = (progress: Progress | null) => { show(run, { phase: 'making', projectId, chapterId: chapter.id, lineName: line.name, progress }) }
        onProgress(null)
        try {
          made.push(await speakLine(existingBook(get(), projectId).project, line, onProgress, lineSignal))
        } catch (thrown) {
          // Given up for somebody who waits: made again afterwards.
          if (!lineSignal.aborted) throw thrown
        }
      })
      signal.throwIfAborted()
      if (made[0]) return made[0]
    }
  }

  async function makePatiently(run: Run, next: NextLine): Promise<MadeLine> {
    for (let tries = 1; ; tries++) {
      try {
        return await makeOne(run, next)
      } catch (thrown) {
        if (tries === MOST_TRIES || !PASSING.has(errorInfo(thrown).code)) throw thrown
      }
    }
  }

  async function makeLines(run: Run): Promise<void> {
    for (;;) {
      run.signal.throwIfAborted()
      const next = nextLine(existingBook(get(), run.projectId), get(), run.scope)
      if (!next) return
      const { facts, sound } = await makePatiently(run, next)
      await repository.keepLine(facts, sound)
      await noteVoice(run.projectId, next.line)
      const book = existingBook(get(), run.projectId)
      get().noteBook({ ...book, made: new Map(book.made).set(facts.key, facts) })
    }
  }

  /** Remembers how a voice sounded when the first line was made with it. */
  async function noteVoice(projectId: string, { voice, voicePlace: { voiceId, mood } }: PlannedLine): Promise<void> {
    const { voiceSounds } = existingBook(get(), projectId).project
    if (!voice || voiceSounds?.[voiceId]?.[mood] !== undefined) return
    await get().changeProject(projectId, { voiceSounds: { ...voiceSounds, [voiceId]: { ...voiceSounds?.[voiceId], [mood]: soundOfVoice(voice) } } })
  }

  /** Once no other tab makes it. @param mustBeWanted another tab may have finished or paused it meanwhile: then nothing is done */
  async function makeAlone(run: Run, mustBeWanted: boolean): Promise<void> {
    const { projectId, signal, scope: { onlyLine } } = run
    show(run, { phase: 'elsewhere', projectId })
    const giveBack = await unlessAborted(repository.claim(projectId), signal)
    const letSleep = wakeLock.hold()
    try {
      const { project } = await get().openProject(projectId)
      if (mustBeWanted && !project.isWanted) return
      if (!project.isWanted && onlyLine === null) await get().changeProject(projectId, { isWanted: true })
      do {
        await makeLines(run)
        if (onlyLine !== null) return
        await readAnew(projectId)
      } while (nextLine(existingBook(get(), projectId), get(), run.scope))
      await get().changeProject(projectId, { isWanted: false })
      await dropUnwanted(projectId)
      get().notifyInfo(notices.projectMade(shownName(project.title)))
    } finally {
      letSleep()
      giveBack()
    }
  }

  /** Another tab may have changed the project meanwhile: its words count. */
  async function readAnew(projectId: string): Promise<void> {
    const { made } = existingBook(get(), projectId)
    const book = await get().openProject(projectId)
    get().noteBook({ ...book, made: new Map([...book.made, ...made]) })
  }

  /** Deletes the sound that the project does not ask for any more: first here, so that nothing passes for made that is gone. */
  async function dropUnwanted(projectId: string): Promise<void> {
    const book = existingBook(get(), projectId)
    const wanted = wantedKeys(book, get())
    get().noteBook({ ...book, made: new Map([...book.made].filter(([key]) => wanted.has(key))) })
    await repository.keepOnly(projectId, wanted)
  }

  function make(projectId: string, scope: MakingScope, mustBeWanted = false): Promise<void> {
    return acts.run('project', async (signal) => {
      const run: Run = { projectId, scope, signal }
      newest = run
      try {
        await makeAlone(run, mustBeWanted)
        show(run, { phase: 'idle' })
      } catch (thrown) {
        show(run, isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', projectId, error: errorInfo(thrown, 'inference-failed') })
        if (!signal.aborted && scope.onlyLine === null) await settleAsPaused(projectId)
      }
    })
  }

  /** One project is made at a time: those that were on their way before are paused. */
  async function pauseOthers(id: string): Promise<void> {
    for (const project of get().projects) if (project.id !== id) await settleAsPaused(project.id)
  }

  /** A reload does not try again by itself. */
  async function settleAsPaused(projectId: string): Promise<void> {
    if (get().projects.some(({ id, isWanted }) => id === projectId && isWanted)) await get().changeProject(projectId, { isWanted: false })
  }

  return {
    making: { phase: 'idle' },

    async makeProject(id, firstChapterId) {
      const scope = { firstChapterId: firstChapterId ?? null, onlyLine: null }
      const running = runOf(id)
      // It may be on its way for one line only.
      if (running?.scope.onlyLine === null) {
        running.scope = scope
        return
      }
      await pauseOthers(id)
      await make(id, scope)
    },

    async makeLine(id, chapterId, lineName) {
      const running = runOf(id)
      if (running?.scope.onlyLine === null) {
        running.scope = { firstChapterId: chapterId, onlyLine: null }
        return
      }
      // One line after the other: the one before would be lost.
      while (runOf(id)) await acts.whenOver('project')
      await make(id, { firstChapterId: chapterId, onlyLine: lineName })
      // A project that had to make room for the one line.
      await get().findWantedProject()
    },

    async pauseProject(id) {
      if (makingId(get().making) === id) await acts.stop('project', 'project-line')
      await settleAsPaused(id)
    },

    findWantedProject: () =>
      guarded(async () => {
        await get().refreshProjects()
        const wanted = get().projects.find(({ isWanted }) => isWanted)
        const isReady = get().packs.some(({ pack, state }) => pack.id === wanted?.packId && state.phase === 'ready')
        // Not awaited: it may take all night.
        if (wanted && isReady && !acts.isRunning('project')) void make(wanted.id, { firstChapterId: null, onlyLine: null }, true)
      }),
  }
}

interface Run {
  readonly projectId: string
  scope: MakingScope
  readonly signal: AbortSignal
}

/** The project that is being made, or that failed. */
export function makingId(making: MakingState): string | null {
  return making.phase === 'idle' ? null : making.projectId
}

/** Resolves with what it waits for, or as soon as the signal comes. */
function overOrAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => { resolve() }, { once: true })
    waiting.then(resolve, reject)
  })
}

/** What a claim resolves to, unless the signal comes first: then it is given back as soon as it is there. */
async function unlessAborted(claim: Promise<() => void>, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => { reject(new MynaError('aborted', 'it waited for another tab')) }, { once: true })
    claim.then((giveBack) => {
      if (signal.aborted) giveBack()
      else resolve(giveBack)
    }, reject)
  })
}
