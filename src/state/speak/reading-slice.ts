import { joinSamples } from '../../shared/audio/join'
import { errorInfo, isAbort, type ErrorCode } from '../../shared/protocol/errors'
import type { LoadedEngine } from '../../shared/protocol/inference'
import type { PackStatus } from '../../shared/protocol/model-pack'
import type { AppServices } from '../app-services'
import { readAloud, type ReadingInput, type ReadingListener } from './reading'
import { noteEvent, spentOn, startRun, type ReadingRun } from './reading-run'
import type { RtfMemory } from './rtf-memory'
import type { GetState, SetState } from '../slice'
import { createReadingSpeaker } from './reading-speaker'
import { mergeStages } from './stage-timings'
import { takeRecord } from '../history/take-record'
import type { VoiceSource } from '../voice-library/voice-source'
import { whenSoundStarted } from './first-sound'

/** One reading at a time, from the click to the kept take. */
export interface Reader {
  /**
   * Ends the reading before it, if any. Never rejects: every end is a phase of `speakState`. Resolves when what came of it
   * is kept.
   */
  read(input: ReadingInput): Promise<void>
  /** Calls `begin` once the pack is on the device; until then `speakState` says what it waits for. */
  awaitPack(packId: string, begin: () => void): void
  packChanged(status: PackStatus): void
  /** Ends generation and sound at once and keeps what exists as an incomplete take. */
  stop(): void
  /** Samples of the newest take, kept or not, while they are in memory. */
  heldSamples(takeId: string): Float32Array | null
  /** Puts others in their place: a sentence was spoken again. */
  holdSamples(takeId: string, samples: Float32Array): void
}

/** What loading a pack says when its kept files are not what they were: they are checked and the bad ones dropped. */
const FILE_PROBLEMS: ReadonlySet<ErrorCode> = new Set(['model-missing', 'model-truncated', 'model-hash-mismatch'])

export function createReader(services: AppServices, voiceSource: VoiceSource, rtfMemory: RtfMemory, set: SetState, get: GetState): Reader {
  const { inference, player } = services
  const readingServices = { inference, player, voiceSource, speakReading: createReadingSpeaker(services, get) }
  let current: ReadingRun | null = null
  let awaited: { readonly packId: string; readonly begin: () => void } | null = null
  /** Joined when first asked for: a long take is hundreds of megabytes. */
  let held: { readonly takeId: string; parts: readonly Float32Array[] } | null = null

  const recallRtf = (loaded: LoadedEngine) => rtfMemory.recall(loaded)

  function listen(run: ReadingRun): ReadingListener {
    return {
      onState: (speakState) => { set({ speakState }) },
      onLoaded: (loaded) => { set({ engine: loaded.description, runtime: loaded.runtime }) },
      onPlayerBegun: (loaded) => {
        run.loaded = loaded
        set({ playback: { kind: 'reading' } })
      },
      onStages: (stages) => {
        run.stages = mergeStages(run.stages, stages)
        set({ liveStages: run.stages })
      },
      onEvent: (event) => { noteEvent(run, event) },
      onChosen: (chosen, listenerId) => { run.chosen.add(chosen, listenerId) },
      onProblem: (error) => { get().notifyError(error) },
    }
  }

  /** Makes what exists of a run a take: at hand at once, in the history when its first sound has been measured. */
  async function keep(run: ReadingRun, wallMs: number, complete: boolean): Promise<void> {
    const { id, reading, journal, input } = run
    const lengths = journal.lengths()
    if (!reading || lengths.length === (input.begun?.pieces.length ?? 0)) {
      await journal.abandon()
      return
    }
    const cost = spentOn(run, wallMs)
    const record = () => {
      const { ttfaMs, underruns } = player.state()
      return run.chosen.noteIn(takeRecord(reading, { lengths, ...cost, ttfaMs, underruns, complete }))
    }
    held = { takeId: id, parts: journal.parts() }
    const first = record()
    set({ lastTake: first, currentTakeId: id, figures: first.figures })
    if (complete) await whenSoundStarted(player)
    // Another sound may hold the player by now: its figures are not this take's.
    const take = get().currentTakeId === id ? record() : first
    if (get().currentTakeId === id) set({ lastTake: take, figures: take.figures })
    if (await journal.close(take, cost)) set(({ takes }) => ({ takes: [take, ...takes] }))
    void get().measureSimilarity(id)
    if (complete && get().checksReadings && !take.check) get().checkQuietly(id)
  }

  return {
    async read(input) {
      this.stop()
      get().stopChecking()
      get().stopMeasuringSimilarity()
      get().stopRefining()
      awaited = null
      const run = startRun(services, input, (error) => { get().notifyError(error) })
      current = run
      player.stop()
      set({ figures: null, liveStages: [], currentTakeId: null, playback: null })
      try {
        const { loaded, summary } = await readAloud(readingServices, input, recallRtf, listen(run), run.controller.signal)
        current = null
        run.stages = mergeStages(run.stages, summary.stages)
        set({ speakState: { phase: 'done' }, liveStages: run.stages })
        // Several readings of a sentence say nothing about one.
        if (input.bestOf === 1) rtfMemory.remember(loaded, summary.wallMs / 1000 / (summary.sampleCount / summary.sampleRate))
        await keep(run, summary.wallMs, true)
      } catch (thrown) {
        if (current === run) {
          current = null
          if (run.loaded) player.finish()
          const error = errorInfo(thrown, 'inference-failed')
          set({ speakState: isAbort(thrown) ? { phase: 'stopped' } : { phase: 'failed', error } })
        }
        if (FILE_PROBLEMS.has(errorInfo(thrown).code)) void get().verifyPack(input.pack.id)
        const wallMs = performance.now() - run.sinceMs
        const plannedCount = run.reading?.plan.length ?? 0
        // Whoever stopped wanted no more; after an accident the rest may still be wanted.
        if (!isAbort(thrown) && (await run.journal.leaveOpen(plannedCount))) await get().findUnfinished()
        else await keep(run, wallMs, run.journal.wholeCount() === plannedCount)
      }
    },
    awaitPack(packId, begin) {
      this.stop()
      awaited = { packId, begin }
      set({ speakState: { phase: 'awaiting-pack', packId } })
    },
    packChanged({ pack, state }) {
      if (awaited?.packId !== pack.id) return
      const { begin } = awaited
      if (state.phase === 'ready') {
        awaited = null
        begin()
      } else if (state.phase === 'failed') {
        awaited = null
        set({ speakState: { phase: 'failed', error: { code: state.code, detail: state.detail } } })
      }
    },
    stop() {
      if (awaited) {
        awaited = null
        set({ speakState: { phase: 'idle' } })
      }
      const run = current
      if (!run) return
      current = null
      run.controller.abort()
      player.stop()
      // What exists is all there will be.
      if (run.loaded) player.finish()
      set({ speakState: { phase: 'stopped' } })
    },
    heldSamples(takeId) {
      if (held?.takeId !== takeId) return null
      const [only, ...more] = held.parts
      const samples = only && more.length === 0 ? only : joinSamples(held.parts)
      held = { takeId, parts: [samples] }
      return samples
    },
    holdSamples(takeId, samples) {
      if (held?.takeId === takeId) held = { takeId, parts: [samples] }
    },
  }
}
