import type { Microphone } from '../../services/services'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { errorInfo, isAbort } from '../../shared/protocol/errors'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { LearnSlice } from '../voice-library/learn-slice'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { createDraftActions, type DraftActions } from './draft-actions'
import { bareName } from './draft-joining'
import { recordPrompt, untilAborted } from './microphone-recording'
import { readClip } from './file-clip'
import { atRest, draftOfClip, makeDraft, type NamedFile, type PromptDraft, type RecordingState } from './prompt-draft'

export interface RecordingSlice extends DraftActions {
  readonly recording: RecordingState
  /** The draft that waits while more is recorded for it. */
  readonly setAside: PromptDraft | null
  /** The voice that the recording becomes a mood of; null where it becomes a voice of its own. */
  readonly moodOf: string | null
  readonly microphones: readonly Microphone[]
  readonly microphoneId: string | null
  readonly listMicrophones: () => Promise<void>
  readonly chooseMicrophone: (deviceId: string) => void
  /** Asks, counts down (3, 2, 1), records a voice, or a mood of one. Resolves once the microphone records, or that has failed. */
  readonly startRecording: (moodOf?: string) => Promise<void>
  /** Records more for the open draft, which keeps the name typed so far and comes back when that is cancelled or fails. */
  readonly recordMore: (name: string) => Promise<void>
  readonly stopRecording: () => Promise<void>
  readonly cancelRecording: () => Promise<void>
  readonly openFile: (file: NamedFile, moodOf?: string) => Promise<void>
  /** The first becomes a draft, of a voice or of a mood of one; the best parts of the others are joined to it. */
  readonly openFiles: (files: readonly NamedFile[], moodOf?: string) => Promise<void>
}

export interface RecordingParts {
  readonly services: Pick<AppServices, 'recorder' | 'readSoundFile' | 'player' | 'analysis' | 'voices' | 'newId'>
  readonly acts: RunningActs
  readonly keeper: ChoiceKeeper
}

type Needed = RecordingSlice & VoicesSlice & Pick<LearnSlice, 'learnSavedVoice'> & PlayerSlice & NoticesSlice

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
    set({ recording: setAside ? { phase: 'draft', draft: setAside } : { phase: 'idle' }, setAside: null, ...(!setAside && { moodOf: null }) })
  }

  function freshName(): string {
    const names = new Set(get().voices.map(({ name }) => name))
    for (let number = 1; ; number++) if (!names.has(`Voice ${number}`)) return `Voice ${number}`
  }

  /** From the question for the microphone to the draft. */
  async function record(signal: AbortSignal, onBegun: () => void): Promise<void> {
    newest = signal
    get().releasePlayer()
    try {
      const prompt = await recordPrompt(recorder, {
        chooseMicrophone(microphones) {
          set({ microphones })
          return microphones.find(({ deviceId }) => deviceId === get().microphoneId)?.deviceId ?? null
        },
        onState: (recording) => { set({ recording }) },
        onBegun(finish) {
          finishCapture = finish
          onBegun()
        },
        onInterrupted: get().notifyError,
      }, signal)
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
    } else set({ recording: { phase: 'draft', draft: makeDraft(prompt, 'microphone', draftName()) } })
  }

  /** A person names a mood: nobody else knows how it sounds. */
  const draftName = () => (get().moodOf === null ? freshName() : '')

  const begin = () =>
    new Promise<void>((begun) => {
      recorded = acts.run('recording', (signal) => record(signal, begun))
      void recorded.finally(begun)
    })

  return {
    recording: { phase: 'idle' },
    setAside: null,
    moodOf: null,
    microphones: [],
    microphoneId: null,

    async listMicrophones() {
      try {
        set({ microphones: await recorder.microphones() })
      } catch (thrown) {
        const error = errorInfo(thrown, 'microphone-failed')
        // A file may have been opened while the browser asked.
        if (['idle', 'failed'].includes(get().recording.phase)) set({ recording: { phase: 'failed', error } })
        else get().notifyError(error)
      }
    },

    chooseMicrophone(deviceId) {
      set({ microphoneId: deviceId })
      keeper.keep('choices')
    },

    startRecording(moodOf) {
      set({ moodOf: moodOf ?? null })
      return begin()
    },

    async recordMore(name) {
      const { recording } = get()
      if (recording.phase !== 'draft') return
      get().stopJoining()
      set({ setAside: atRest({ ...recording.draft, name }) })
      await begin()
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

    openFile: (file, moodOf) =>
      acts.run('decoding', async (signal) => {
        newest = signal
        set({ moodOf: moodOf ?? null })
        const reading = (fraction: number | null) => {
          if (!signal.aborted) set({ recording: { phase: 'decoding', fileName: file.name, fraction } })
        }
        reading(null)
        try {
          const name = bareName(file) || draftName()
          const clip = await untilAborted(readClip(services, file, name, reading, signal), signal)
          set({ recording: { phase: 'draft', draft: draftOfClip(clip, 'file', name) }, setAside: null })
        } catch (thrown) {
          fail(signal, thrown)
        }
      }),

    async openFiles([first, ...others], moodOf) {
      if (!first) return
      await get().openFile(first, moodOf)
      if (others.length > 0) await get().addToDraft(others)
    },

    ...createDraftActions({ ...parts, freshName }, set, get),
  }
}
