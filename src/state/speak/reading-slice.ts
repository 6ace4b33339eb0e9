import { errorInfo, isAbort, type ErrorCode, type ErrorInfo } from '../../shared/protocol/errors'
import type { LoadedEngine } from '../../shared/protocol/inference'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { TakeSounds } from '../history/take-sounds'
import type { TakesSlice } from '../history/takes-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { EmbedPrompt } from '../voice-library/prompt-embedding'
import type { VoiceSource } from '../voice-library/voice-source'
import type { ChecksSlice } from './checks-slice'
import { firstSound } from './first-sound'
import type { PlayerSlice } from './player-slice'
import type { PronunciationsSlice } from './pronunciations-slice'
import { readAloud, type ReadingInput, type ReadingListener, type SpeakState } from './reading'
import { noteEvent, spentOn, startRun, type ReadingRun } from './reading-run'
import { createReadingSpeaker } from './reading-speaker'
import { createReadingView, type ReadingView } from './reading-view'
import type { RtfMemory } from './rtf-memory'
import { mergeStages } from './summary-total'
import { takeRecord } from './take-record'

/** One reading at a time, from the click to the kept take. */
export interface ReadingSlice {
  readonly speakState: SpeakState
  /**
   * Ends the reading before it, if any. Never rejects: every end is a phase of `speakState`. Resolves when what came of it
   * is kept.
   */
  readonly readAloud: (input: ReadingInput) => Promise<void>
  /** Asks for a pack and calls `begin` once it is on the device; until then `speakState` says what it waits for. */
  readonly readOnceReady: (packId: string, begin: () => void) => void
  /** Ends the reading before it, if any, and says why there is none. */
  readonly refuseReading: (error: ErrorInfo) => void
  /** Stops sound and generation at once; what exists is kept as an incomplete take. */
  readonly stopSpeaking: () => void
}

/** What others do around a reading. */
export interface ReadingNeighbours {
  onBegin(): void
  /** Its take is at hand, and in the history unless the disk failed. */
  onTake(takeId: string, isComplete: boolean): void
  /** It failed in the middle, and can be continued. */
  onLeftOpen(): Promise<void>
}

export interface ReadingParts {
  readonly services: Pick<AppServices, 'inference' | 'player' | 'transcription' | 'analysis' | 'newId' | 'openReadings' | 'takes'>
  readonly acts: RunningActs
  readonly sounds: TakeSounds
  readonly voiceSource: VoiceSource
  readonly embedPrompt: EmbedPrompt
  readonly rtfMemory: RtfMemory
  readonly neighbours: ReadingNeighbours
}

type Needed = ReadingSlice & PlayerSlice & TakesSlice & ModelsSlice & ChecksSlice & PronunciationsSlice & NoticesSlice

/** What loading a pack says when its kept files are not what they were: they are checked and the bad ones dropped. */
const FILE_PROBLEMS: ReadonlySet<ErrorCode> = new Set(['model-missing', 'model-truncated', 'model-hash-mismatch'])

export function createReadingSlice(parts: ReadingParts, set: SetSlice<ReadingSlice>, get: GetState<Needed>): ReadingSlice {
  const { services, acts, sounds, voiceSource, embedPrompt, rtfMemory, neighbours } = parts
  const { inference, player } = services
  const readingServices = { inference, player, voiceSource, speakReading: createReadingSpeaker(services, embedPrompt, get) }
  const recallRtf = (loaded: LoadedEngine) => rtfMemory.recall(loaded)

  function listen(run: ReadingRun, view: ReadingView): ReadingListener {
    return {
      onState: (state) => { view.showState(state) },
      onLoaded: (loaded) => { get().noteLoaded(loaded) },
      onPlayerBegun: (loaded) => {
        run.loaded = loaded
        get().holdReading(run.id)
      },
      onStages: (stages) => {
        run.stages = mergeStages(run.stages, stages)
        view.showStages(run.stages)
      },
      onEvent: (event) => {
        noteEvent(run, event)
        const { text } = run
        if (text && (event.type === 'audio' || event.type === 'plan')) view.showText(() => text.text())
      },
      onChosen: (chosen, transcriberId) => { run.chosen.add(chosen, transcriberId) },
      onProblem: (error) => { get().notifyError(error) },
    }
  }

  /** Makes what exists of a run a take: at hand at once, in the history when its first sound has been measured. */
  async function keep(run: ReadingRun, wallMs: number, isComplete: boolean): Promise<ReadingEnd> {
    const { id, reading, journal, input } = run
    const lengths = journal.lengths()
    if (!reading || lengths.length === (input.begun?.pieces.length ?? 0)) {
      await journal.abandon()
      return { kind: 'nothing' }
    }
    const cost = spentOn(run, wallMs)
    const record = () => {
      const { ttfaMs, underruns } = player.state()
      return run.chosen.noteIn(takeRecord(reading, { lengths, words: journal.words(), spokenAgain: run.spokenAgain, ...cost, ttfaMs, underruns, complete: isComplete }))
    }
    sounds.hold(id, journal.parts())
    const first = record()
    get().noteLastTake(first)
    get().holdTake(first)
    if (isComplete) await firstSound(player)
    // Another sound may hold the player by now: its figures are not this take's.
    const isHeld = get().currentTakeId === id
    const take = isHeld ? record() : first
    if (isHeld) {
      get().noteLastTake(take)
      get().holdTake(take)
    }
    if (await journal.close(take, cost)) get().addTake(take)
    return { kind: 'take', takeId: id, isComplete }
  }

  /** Keeps what there is after a reading did not come to its end. */
  async function salvage(run: ReadingRun, thrown: unknown): Promise<ReadingEnd> {
    const plannedCount = run.reading?.plan.length ?? 0
    const wallMs = performance.now() - run.sinceMs
    if (FILE_PROBLEMS.has(errorInfo(thrown).code)) void get().verifyPack(run.input.pack.id)
    // Whoever stopped wanted no more; after an accident the rest may still be wanted. A recording that was followed is not kept.
    if (!isAbort(thrown) && !run.input.guide && (await run.journal.leaveOpen(plannedCount))) return { kind: 'left-open' }
    return keep(run, wallMs, run.journal.wholeCount() === plannedCount)
  }

  async function read(input: ReadingInput, signal: AbortSignal): Promise<ReadingEnd> {
    const run = startRun(services, input, (error) => { get().notifyError(error) })
    const view = createReadingView({
      showState: (speakState) => { set({ speakState }) },
      showStages: (stages) => { get().showStages(stages) },
      showText: (text) => { get().showLiveText(text) },
    })
    let isSpeaking = true
    const endSpeaking = (speakState: SpeakState) => {
      if (!isSpeaking) return
      isSpeaking = false
      view.end()
      // What exists is all there will be.
      if (run.loaded) player.finish()
      set({ speakState })
    }
    signal.addEventListener('abort', () => {
      if (isSpeaking) player.stop()
      endSpeaking({ phase: 'stopped' })
    }, { once: true })
    get().clearPlayer()
    try {
      const { loaded, summary } = await readAloud(readingServices, input, recallRtf, listen(run, view), signal)
      isSpeaking = false
      view.end()
      run.stages = mergeStages(run.stages, summary.stages)
      set({ speakState: { phase: 'done' } })
      get().showStages(run.stages)
      // Several candidates of a sentence say nothing about one, nor does one that follows a recording or a film.
      if (input.bestOf === 1 && !input.guide && !input.dub) rtfMemory.remember(loaded, summary.wallMs / 1000 / (summary.sampleCount / summary.sampleRate))
      return await keep(run, summary.wallMs, true)
    } catch (thrown) {
      endSpeaking(isAbort(thrown) ? { phase: 'stopped' } : { phase: 'failed', error: errorInfo(thrown, 'inference-failed') })
      return salvage(run, thrown)
    }
  }

  async function awaitPack(packId: string, signal: AbortSignal): Promise<boolean> {
    set({ speakState: { phase: 'awaiting-pack', packId } })
    signal.addEventListener('abort', () => { set({ speakState: { phase: 'idle' } }) }, { once: true })
    const arrival = get().awaitPack(packId, signal)
    get().requestPack(packId)
    try {
      await arrival
      return true
    } catch (thrown) {
      if (!signal.aborted) set({ speakState: isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', error: errorInfo(thrown) } })
      return false
    }
  }

  return {
    speakState: { phase: 'idle' },

    async readAloud(input) {
      let end: ReadingEnd = { kind: 'nothing' }
      await acts.run('reading', async (signal) => {
        neighbours.onBegin()
        end = await read(input, signal)
      })
      await settle(end)
    },

    readOnceReady(packId, begin) {
      let hasArrived = false
      const waiting = acts.run('awaited-reading', async (signal) => { hasArrived = await awaitPack(packId, signal) })
      void waiting.then(() => { if (hasArrived) begin() })
    },

    refuseReading(error) {
      get().stopSpeaking()
      set({ speakState: { phase: 'failed', error } })
    },

    stopSpeaking() {
      void acts.stop('reading', 'awaited-reading')
    },
  }

  async function settle(end: ReadingEnd): Promise<void> {
    if (end.kind === 'take') neighbours.onTake(end.takeId, end.isComplete)
    if (end.kind === 'left-open') await neighbours.onLeftOpen()
  }
}

/** What came of a reading. */
type ReadingEnd =
  | { readonly kind: 'take'; readonly takeId: string; readonly isComplete: boolean }
  | { readonly kind: 'left-open' }
  | { readonly kind: 'nothing' }
