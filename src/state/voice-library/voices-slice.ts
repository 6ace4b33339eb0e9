import { decodeWav } from '../../shared/audio/wav'
import { errorInfo, MynaError } from '../../shared/protocol/errors'
import type { SavedTake, SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import { inMood, withPrompt } from './moods'

/** Disks refuse more than 255 bytes. */
const LONGEST_FILE_NAME = 100

export interface VoicesSlice {
  readonly voices: readonly SavedVoice[]
  readonly selectedVoiceId: string | null
  /** Reads the list again: another tab may have changed it. */
  readonly refreshVoices: () => Promise<void>
  readonly selectVoice: (id: string) => void
  /** Shows a voice that is kept by now, and selects it. */
  readonly addVoice: (voice: SavedVoice) => void
  /** Puts what was changed of a voice in its place. */
  readonly changeVoice: (voice: SavedVoice) => void
  readonly renameVoice: (id: string, name: string) => Promise<void>
  /** Deletes a voice, and ends what is still being done with its recording. */
  readonly deleteVoice: (id: string) => Promise<void>
  /** Gives the file to save. */
  readonly exportVoice: (id: string) => { readonly blob: Blob; readonly fileName: string }
  readonly importVoice: (file: Blob) => Promise<void>
  /** Plays the prompt of a saved voice, or that of one of its moods. Call inside a gesture. */
  readonly playPrompt: (id: string, mood?: string) => void
}

export interface VoicesParts {
  readonly services: Pick<AppServices, 'voices' | 'player' | 'voiceFile'>
  readonly acts: RunningActs
  readonly keeper: ChoiceKeeper
}

interface VoiceAct {
  readonly phase: string
  readonly voiceId?: string
}

/** What a voice may be busy with. */
interface Busied {
  readonly transcriptState: VoiceAct
  readonly stopTranscribing: () => void
  readonly refineState: VoiceAct
  readonly stopRefining: () => void
  readonly cancelLearning: (id: string) => Promise<void>
}

export function createVoicesSlice(
  { services: { voices: repository, player, voiceFile }, acts, keeper }: VoicesParts,
  set: SetSlice<VoicesSlice>,
  get: GetState<VoicesSlice & Busied & PlayerSlice & NoticesSlice>,
): VoicesSlice {
  const guarded = createGuarded(get)
  keeper.onRestore(({ choices }) => { set({ selectedVoiceId: choices.voiceId }) })

  function voiceOf(id: string): SavedVoice {
    const voice = voiceById(get(), id)
    if (!voice) throw new MynaError('record-missing', `voice ${id}`)
    return voice
  }

  return {
    voices: [],
    selectedVoiceId: null,

    refreshVoices: () =>
      guarded(async () => {
        const voices = await repository.list()
        const selected = voices.find(({ id }) => id === get().selectedVoiceId) ?? voices[0]
        set({ voices, selectedVoiceId: selected?.id ?? null })
      }),

    selectVoice(id) {
      set({ selectedVoiceId: id })
      keeper.keep('choices')
    },

    addVoice(voice) {
      set({ voices: [voice, ...get().voices] })
      get().selectVoice(voice.id)
    },

    changeVoice(changed) {
      set({ voices: get().voices.map((voice) => (voice.id === changed.id ? changed : voice)) })
    },

    renameVoice: (id, name) => guarded(async () => { get().changeVoice(await repository.rename(id, name)) }),

    deleteVoice: (id) =>
      guarded(async () => {
        await repository.delete(id)
        const { playback, transcriptState, refineState } = get()
        if (transcriptState.phase === 'listening' && transcriptState.voiceId === id) get().stopTranscribing()
        if (refineState.phase === 'refining' && refineState.voiceId === id) get().stopRefining()
        await get().cancelLearning(id)
        if (playback?.kind === 'prompt' && playback.voiceId === id) get().stopPlayback()
        const voices = get().voices.filter((voice) => voice.id !== id)
        set({ voices })
        if (get().selectedVoiceId === id) {
          set({ selectedVoiceId: voices[0]?.id ?? null })
          keeper.keep('choices')
        }
      }),

    exportVoice(id) {
      const voice = voiceOf(id)
      const name = voice.name.normalize('NFKD').match(/[A-Za-z0-9]+/g)?.join('-').toLowerCase().slice(0, LONGEST_FILE_NAME) ?? 'voice'
      return { blob: voiceFile.encode(voice), fileName: `${name}.myna-voice` }
    },

    importVoice: (file) =>
      acts.run('saving', async (signal) => {
        try {
          const voice = await voiceFile.decode(file)
          if (signal.aborted) return
          await repository.save(voice)
          get().addVoice(voice)
        } catch (thrown) {
          get().notifyError(errorInfo(thrown, 'voice-file-invalid'))
        }
      }),

    playPrompt(id, mood) {
      player.unlock()
      const voice = voiceOf(id)
      const heard = mood === undefined ? voice : inMood(voice, mood)
      if (!heard) throw new MynaError('record-missing', `mood “${mood}” of voice ${id}`)
      void acts.run('playback', () => {
        get().playSound({ kind: 'prompt', voiceId: id, ...(mood !== undefined && { mood }) }, decodeWav(heard.promptWav))
        return Promise.resolve()
      })
    },
  }
}

/** Null where the voice is gone. */
export function voiceById({ voices }: Pick<VoicesSlice, 'voices'>, id: string | null): SavedVoice | null {
  return voices.find((voice) => voice.id === id) ?? null
}

/** The voice of a take, in the mood that it spoke in; null where either is gone. */
export function voiceOfTake(state: Pick<VoicesSlice, 'voices'>, { voiceId, promptSha256 }: Pick<SavedTake, 'voiceId' | 'promptSha256'>): SavedVoice | null {
  const voice = voiceById(state, voiceId)
  return voice && promptSha256 !== undefined ? withPrompt(voice, promptSha256) : voice
}
