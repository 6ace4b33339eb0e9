import { errorInfo, isAbort, MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import type { VoicePrompt } from '../../shared/protocol/engine'
import type { AppServices } from '../app-services'
import type { ChoiceKeeper } from '../choice-keeper'
import { bareName, createDraftActions } from './draft-actions'
import { fallingLevel, type Level } from './falling-level'
import { atRest, makeDraft, type NamedFile, type PromptDraft } from './prompt-draft'
import type { GetState, SetState } from '../slice'
import type { Microphone } from '../../services/services'
import type { RecordingState } from './recording-state'

export interface PromptSlice {
  readonly recording: RecordingState
  /** The draft that waits while more is recorded for it. */
  readonly setAside: PromptDraft | null
  readonly microphones: readonly Microphone[]
  readonly microphoneId: string | null
  readonly listMicrophones: () => Promise<void>
  readonly chooseMicrophone: (deviceId: string) => void
  /** Asks, counts down (3, 2, 1), records. */
  readonly startRecording: () => Promise<void>
  /** Records more for the open draft, which keeps the name typed so far and comes back when that is given up or fails. */
  readonly recordMore: (name: string) => Promise<void>
  readonly stopRecording: () => Promise<void>
  readonly cancelRecording: () => Promise<void>
  readonly openFile: (file: NamedFile) => Promise<void>
  /** The first becomes a draft, the best parts of the others are joined to it. */
  readonly openFiles: (files: readonly NamedFile[]) => Promise<void>
  readonly trimDraft: (startSeconds: number, endSeconds: number) => void
  readonly suggestTrim: () => void
  /** With the noise or without it. The choice is kept while the handles move, and stored with the voice. */
  readonly chooseDraftSound: (sound: PromptDraft['sound']) => void
  /** Joins the best parts of the draft's clips and these files, as far as they are of one person. */
  readonly addToDraft: (files: readonly NamedFile[]) => Promise<void>
  /** Joins the best parts of the draft's clips and this one, which stays among them whether or not that works. */
  readonly addClip: (prompt: VoicePrompt) => Promise<void>
  /** Joins the best parts of what there is. */
  readonly joinDraft: () => Promise<void>
  /** Gives up adding and joining; the draft is as it was. */
  readonly stopJoining: () => void
  /** Joins what is left; the last clip is taken as it is. */
  readonly removeClip: (index: number) => Promise<void>
  /** Plays what lies between the trim handles. Call inside a gesture. */
  readonly playDraft: () => void
  readonly discardDraft: () => void
  /** Keeps the trimmed draft as a voice and selects it. `consentGiven` must be true, else `consent-missing`. */
  readonly saveDraft: (name: string, consentGiven: boolean) => Promise<void>
}

const COUNTDOWN_SECONDS = 3
/** Recording ends by itself here: more than this never makes a voice better. */
const LONGEST_RECORDING_SECONDS = 120

export function createPromptSlice(services: AppServices, keeper: ChoiceKeeper, set: SetState, get: GetState): PromptSlice {
  const { recorder, player } = services
  // One attempt at a time; an attempt that is no longer the current one stays silent.
  let attempt: AbortController | null = null

  function begin(): AbortSignal {
    attempt?.abort()
    attempt = new AbortController()
    return attempt.signal
  }

  function fail(signal: AbortSignal, thrown: unknown): void {
    if (signal.aborted) return
    const error: ErrorInfo = errorInfo(thrown, 'microphone-failed')
    if (isAbort(thrown)) rest()
    else if (get().setAside) {
      rest()
      get().notifyError(error)
    } else set({ recording: { phase: 'failed', error } })
  }

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

    async startRecording() {
      const signal = begin()
      get().stopSpeaking()
      player.stop()
      set({ recording: { phase: 'asking' }, playback: null })
      try {
        const microphones = await recorder.microphones()
        signal.throwIfAborted()
        const chosen = microphones.find(({ deviceId }) => deviceId === get().microphoneId)
        set({ microphones })
        for (let secondsLeft = COUNTDOWN_SECONDS; secondsLeft > 0; secondsLeft--) {
          set({ recording: { phase: 'countdown', secondsLeft } })
          await oneSecond(signal)
        }
        const onLevel = (measured: Level) => {
          const { recording } = get()
          if (signal.aborted || recording.phase !== 'recording') return
          set({ recording: { ...recording, ...fallingLevel(recording, measured) } })
          if (measured.seconds >= LONGEST_RECORDING_SECONDS) void get().stopRecording()
        }
        const onInterrupted = (error: ErrorInfo) => {
          if (signal.aborted) return
          get().notifyError(error)
          void get().stopRecording()
        }
        const capture = await recorder.start(chosen?.deviceId ?? null, onLevel, onInterrupted)
        if (signal.aborted) {
          await recorder.cancel()
          return
        }
        set({ recording: { phase: 'recording', peak: 0, rms: 0, seconds: 0, capture } })
      } catch (thrown) {
        fail(signal, thrown)
      }
    },

    async recordMore(name) {
      const { recording } = get()
      if (recording.phase !== 'draft') return
      get().stopJoining()
      set({ setAside: atRest({ ...recording.draft, name }) })
      await get().startRecording()
    },

    async stopRecording() {
      if (get().recording.phase !== 'recording') return
      const signal = begin()
      set({ recording: { phase: 'decoding', fileName: '', fraction: null } })
      try {
        const prompt = await recorder.stop()
        if (signal.aborted) return
        if (get().setAside) {
          rest()
          await get().addClip(prompt)
        } else openDraft(prompt, 'microphone', freshName())
      } catch (thrown) {
        fail(signal, thrown)
      }
    },

    async cancelRecording() {
      attempt?.abort()
      const capturing = get().recording.phase === 'recording'
      rest()
      if (capturing) await recorder.cancel()
    },

    async openFile(file) {
      const signal = begin()
      const reading = (fraction: number | null) => {
        if (!signal.aborted) set({ recording: { phase: 'decoding', fileName: file.name, fraction } })
      }
      reading(null)
      try {
        const prompt = await services.decodeAudioFile(file, signal, reading)
        if (!signal.aborted) openDraft(prompt, 'file', bareName(file) || freshName())
      } catch (thrown) {
        fail(signal, thrown)
      }
    },

    async openFiles([first, ...others]) {
      if (!first) return
      await get().openFile(first)
      if (others.length > 0) await get().addToDraft(others)
    },

    ...createDraftActions(services, freshName, set, get),
  }
}

function oneSecond(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new MynaError('aborted', 'recording was cancelled'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, 1000)
    signal.addEventListener('abort', stop, { once: true })
  })
}
