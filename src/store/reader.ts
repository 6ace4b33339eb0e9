import { errorInfo, isAbort, type ErrorCode } from '../protocol/errors'
import type { StageTiming } from '../protocol/engine'
import type { LoadedEngine } from '../protocol/inference'
import type { PackStatus } from '../protocol/model-pack'
import type { AppServices } from './app-services'
import { readAloud, type ReadingInput, type ReadingListener } from './read-aloud'
import type { RtfMemory } from './rtf-memory'
import type { GetState, SetState } from './slice'
import { createChosenReadings, type ChosenReadings } from './chosen-readings'
import { createReadingSpeaker } from './reading-speaker'
import { createSentenceMarks, type SentenceMarks } from './sentence-marks'
import { takeFigures, takeRecord } from './take-record'
import { createVoiceSource } from './voice-source'
import { whenSoundStarted } from './when-sound-started'

/** One reading at a time, from the click to the kept take. */
export interface Reader {
  /** Ends the reading before it, if any. Never rejects: every end is a phase of `speakState`. */
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

/** One run of the reader. */
interface Run {
  readonly controller: AbortController
  readonly startedAtMs: number
  /** Set once the player belongs to this run. */
  loaded: LoadedEngine | null
  stages: readonly StageTiming[]
  readonly marks: SentenceMarks
  readonly chosen: ChosenReadings
  /** What existed when somebody asked to stop. */
  stoppedSamples: Float32Array | null
}

export function createReader(services: AppServices, rtfMemory: RtfMemory, set: SetState, get: GetState): Reader {
  const { inference, player } = services
  const readingServices = { inference, player, voiceSource: createVoiceSource(services), speakReading: createReadingSpeaker(services, get) }
  let current: Run | null = null
  let awaited: { readonly packId: string; readonly begin: () => void } | null = null
  let held: { readonly takeId: string; readonly samples: Float32Array } | null = null

  const recallRtf = (loaded: LoadedEngine) => rtfMemory.recall(loaded)

  function listen(run: Run): ReadingListener {
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
      onEvent: (event) => { run.marks.take(event) },
      onChosen: (chosen, listenerId) => { run.chosen.add(chosen, listenerId) },
      onProblem: (error) => { get().notifyError(error) },
    }
  }

  /** Makes what exists of a run a take: at hand at once, on disk when its first sound has been measured. */
  async function keep(run: Run, input: ReadingInput, samples: Float32Array, wallMs: number, complete: boolean): Promise<void> {
    const { loaded } = run
    if (!loaded || samples.length === 0) return
    const id = services.newId()
    const record = () => {
      const { ttfaMs, underruns } = player.state()
      const figures = takeFigures({ loaded, sampleCount: samples.length, wallMs, stages: run.stages, ttfaMs, underruns })
      const sentences = run.marks.sentences(samples.length)
      return run.chosen.noteIn(takeRecord({ id, input, loaded, sampleCount: samples.length, figures, complete, sentences }))
    }
    held = { takeId: id, samples }
    const first = record()
    set({ lastTake: first, currentTakeId: id, figures: first.figures })
    if (complete) await whenSoundStarted(player)
    // Another sound may hold the player by now: its figures are not this take's.
    const take = get().currentTakeId === id ? record() : first
    if (get().currentTakeId === id) set({ lastTake: take, figures: take.figures })
    try {
      await services.takes.save(take, samples)
      set(({ takes }) => ({ takes: [take, ...takes] }))
    } catch (thrown) {
      get().notifyError(errorInfo(thrown, 'storage-unavailable'))
    }
    void get().measureSimilarity(id)
    if (complete && get().checksReadings && !take.check) get().checkQuietly(id)
  }

  return {
    async read(input) {
      this.stop()
      get().stopChecking()
      get().stopMeasuringSimilarity()
      awaited = null
      const run: Run = { controller: new AbortController(), startedAtMs: performance.now(), loaded: null, stages: [], marks: createSentenceMarks(), chosen: createChosenReadings(), stoppedSamples: null }
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
        await keep(run, input, player.takeSamples(), summary.wallMs, true)
      } catch (thrown) {
        const stopped = isAbort(thrown)
        if (current === run) {
          current = null
          if (run.loaded) player.finish()
          set({ speakState: stopped ? { phase: 'stopped' } : { phase: 'failed', error: errorInfo(thrown, 'inference-failed') } })
        }
        if (FILE_PROBLEMS.has(errorInfo(thrown).code)) void get().verifyPack(input.pack.id)
        const samples = run.stoppedSamples ?? (run.loaded && !stopped ? player.takeSamples() : null)
        if (samples) await keep(run, input, samples, performance.now() - run.startedAtMs, false)
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
      if (run.loaded) run.stoppedSamples = player.takeSamples()
      run.controller.abort()
      player.stop()
      // What exists is all there will be.
      if (run.loaded) player.finish()
      set({ speakState: { phase: 'stopped' } })
    },
    heldSamples: (takeId) => (held?.takeId === takeId ? held.samples : null),
    holdSamples(takeId, samples) {
      if (held?.takeId === takeId) held = { takeId, samples }
    },
  }
}

/** Timings are running totals: the newest word on a stage replaces the one before. */
function mergeStages(before: readonly StageTiming[], after: readonly StageTiming[]): readonly StageTiming[] {
  const names = new Set(after.map(({ stage }) => stage))
  return [...before.filter(({ stage }) => !names.has(stage)), ...after]
}
