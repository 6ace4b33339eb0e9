import type { Microphone } from '../../services/services'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { errorInfo, isAbort, MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { bareName, createDraftActions, type DraftActions } from './draft-actions'
import { atRest, makeDraft, type NamedFile, type PromptDraft, type RecordingState } from './prompt-draft'

export interface RecordingSlice extends DraftActions {
  readonly recording: RecordingState
  /** The draft that waits while more is recorded for it. */
  readonly setAside: PromptDraft | null
  readonly microphones: readonly Microphone[]
  readonly microphoneId: string | null
  readonly listMicrophones: () => Promise<void>
  readonly chooseMicrophone: (deviceId: string) => void
  /** Asks, counts down (3, 2, 1), records. Resolves once the microphone records, or that has failed. */
  readonly startRecording: () => Promise<void>
  /** Records more for the open draft, which keeps the name typed so far and comes back when that is given up or fails. */
  readonly recordMore: (name: string) => Promise<void>
  readonly stopRecording: () => Promise<void>
  readonly cancelRecording: () => Promise<void>
  readonly openFile: (file: NamedFile) => Promise<void>
  /** The first becomes a draft, the best parts of the others are joined to it. */
  readonly openFiles: (files: readonly NamedFile[]) => Promise<void>
}

export interface RecordingParts {
  readonly services: Pick<AppServices, 'recorder' | 'decodeAudioFile' | 'player' | 'analysis' | 'voices' | 'newId'>
  readonly acts: RunningActs
  readonly keeper: ChoiceKeeper
}

type Needed = RecordingSlice & VoicesSlice & PlayerSlice & NoticesSlice

const COUNTDOWN_SECONDS = 3
/** Recording ends by itself here: more than this never makes a voice better. */
const LONGEST_RECORDING_SECONDS = 120

export function createRecordingSlice(parts: RecordingParts, set: SetSlice<RecordingSlice>, get: GetState<Needed>): RecordingSlice {
  const { services, acts, keeper } = parts
  const { recorder } = services
  /** Ends what the microphone records; it is kept. */
  let finishCapture: () => void = () => undefined
  /** Settles once the newest recording is a draft, or has failed. */
  let recorded: Promise<void> = Promise.resolve()
  /** Of the newest attempt to make a draft: one before it stays silent. */
  let newest: AbortSignal | null = null
  keeper.onRestore(({ choices }) => { set({ microphoneId: choices.microphoneId }) })

  function fail(signal: AbortSignal, thrown: unknown): void {
    if (signal !== newest || (signal.aborted && !isUnderWay())) return
    const error = errorInfo(thrown, 'microphone-failed')
    if (signal.aborted || isAbort(thrown)) rest()
    else if (get().setAside) {
      rest()
      get().notifyError(error)
    } else set({ recording: { phase: 'failed', error } })
  }

  const isUnderWay = () => ['asking', 'countdown', 'recording', 'decoding'].includes(get().recording.phase)

  /** Back to the draft that was set aside, else to the beginning. */
  function rest(): void {
    const { setAside } = get()
    set({ recording: setAside ? { phase: 'draft', draft: setAside } : { phase: 'idle' }, setAside: null })
  }

  function openDraft(prompt: VoicePrompt, source: PromptDraft['source'], name: string): void {
    set({ recording: { phase: 'draft', draft: makeDraft(prompt, source, name) }, setAside: null })
  }

  function freshName(): string {
    const names = new Set(get().voices.map(({ name }) => name))
    for (let number = 1; ; number++) if (!names.has(`Voice ${number}`)) return `Voice ${number}`
  }

  async function countDown(signal: AbortSignal): Promise<string | null> {
    const microphones = await untilAborted(recorder.microphones(), signal)
    const chosen = microphones.find(({ deviceId }) => deviceId === get().microphoneId)
    set({ microphones })
    for (let secondsLeft = COUNTDOWN_SECONDS; secondsLeft > 0; secondsLeft--) {
      set({ recording: { phase: 'countdown', secondsLeft } })
      await oneSecond(signal)
    }
    return chosen?.deviceId ?? null
  }

  async function startCapture(deviceId: string | null, signal: AbortSignal): Promise<void> {
    const onLevel = (measured: Level) => {
      const { recording } = get()
      if (signal.aborted || recording.phase !== 'recording') return
      set({ recording: { ...recording, ...fallingLevel(recording, measured) } })
      if (measured.seconds >= LONGEST_RECORDING_SECONDS) finishCapture()
    }
    const onInterrupted = (error: ErrorInfo) => {
      if (signal.aborted) return
      get().notifyError(error)
      finishCapture()
    }
    const starting = recorder.start(deviceId, onLevel, onInterrupted)
    try {
      set({ recording: { phase: 'recording', peak: 0, rms: 0, seconds: 0, capture: await untilAborted(starting, signal) } })
    } catch (thrown) {
      // It may still begin, and then nobody wants it.
      if (signal.aborted) void starting.then(() => recorder.cancel(), () => undefined)
      throw thrown
    }
  }

  /** From the question for the microphone to the draft. */
  async function record(signal: AbortSignal, onBegun: () => void): Promise<void> {
    newest = signal
    get().releasePlayer()
    set({ recording: { phase: 'asking' } })
    try {
      await startCapture(await countDown(signal), signal)
      const finished = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => { resolve() }, { once: true })
        finishCapture = resolve
      })
      onBegun()
      await finished
      if (signal.aborted) {
        await recorder.cancel()
        throw new MynaError('aborted', 'recording was cancelled')
      }
      set({ recording: { phase: 'decoding', fileName: '', fraction: null } })
      const prompt = await recorder.stop()
      signal.throwIfAborted()
      await take(prompt)
    } catch (thrown) {
      fail(signal, thrown)
    }
  }

  /** What was recorded becomes a draft, or a part of the one that was set aside. */
  async function take(prompt: VoicePrompt): Promise<void> {
    if (get().setAside) {
      rest()
      await get().addClip(prompt)
    } else openDraft(prompt, 'microphone', freshName())
  }

  return {
    recording: { phase: 'idle' },
    setAside: null,
    microphones: [],
    microphoneId: null,

    async listMicrophones() {
      try {
        set({ microphones: await recorder.microphones() })
      } catch (thrown) {
        set({ recording: { phase: 'failed', error: errorInfo(thrown, 'microphone-failed') } })
      }
    },

    chooseMicrophone(deviceId) {
      set({ microphoneId: deviceId })
      keeper.keep('choices')
    },

    startRecording: () =>
      new Promise((begun) => {
        recorded = acts.run('recording', (signal) => record(signal, begun))
        void recorded.finally(begun)
      }),

    async recordMore(name) {
      const { recording } = get()
      if (recording.phase !== 'draft') return
      get().stopJoining()
      set({ setAside: atRest({ ...recording.draft, name }) })
      await get().startRecording()
    },

    async stopRecording() {
      if (get().recording.phase !== 'recording') return
      finishCapture()
      await recorded
    },

    async cancelRecording() {
      const ending = acts.stop('recording', 'decoding')
      rest()
      await ending
    },

    openFile: (file) =>
      acts.run('decoding', async (signal) => {
        newest = signal
        const reading = (fraction: number | null) => {
          if (!signal.aborted) set({ recording: { phase: 'decoding', fileName: file.name, fraction } })
        }
        reading(null)
        try {
          const prompt = await untilAborted(services.decodeAudioFile(file, signal, reading), signal)
          openDraft(prompt, 'file', bareName(file) || freshName())
        } catch (thrown) {
          fail(signal, thrown)
        }
      }),

    async openFiles([first, ...others]) {
      if (!first) return
      await get().openFile(first)
      if (others.length > 0) await get().addToDraft(others)
    },

    ...createDraftActions({ ...parts, freshName }, set, get),
  }
}

/** What the recorder measures, about 20 times a second. */
interface Level {
  readonly peak: number
  readonly rms: number
  readonly seconds: number
}

/** Share that is left after one report: 20 dB in about 1.1 s, close to the fall of a peak programme meter. */
const FALL = 0.9

/** The level to show: rises at once, falls slowly enough to be read between words. */
function fallingLevel(shown: Level, measured: Level): Level {
  return {
    peak: Math.max(measured.peak, shown.peak * FALL),
    rms: Math.max(measured.rms, shown.rms * FALL),
    seconds: measured.seconds,
  }
}

/** What `work` gives, but `aborted` as soon as the signal says so: a question to the person may stay open for good. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => { reject(new MynaError('aborted', 'given up')) }, { once: true })
    work.then(resolve, reject)
  })
}

function oneSecond(signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const second = new Promise<void>((resolve) => { timer = setTimeout(resolve, 1000) })
  return untilAborted(second, signal).finally(() => { clearTimeout(timer) })
}
