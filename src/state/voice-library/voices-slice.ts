import { decodeWav } from '../../shared/audio/wav'
import { errorInfo, MynaError } from '../../shared/protocol/errors'
import type { SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import type { ChoiceKeeper } from '../choice-keeper'
import type { GetState, SetState } from '../slice'

export interface VoicesSlice {
  readonly voices: readonly SavedVoice[]
  readonly selectedVoiceId: string | null
  /** Reads the list again: another tab may have changed it. */
  readonly refreshVoices: () => Promise<void>
  readonly selectVoice: (id: string) => void
  readonly renameVoice: (id: string, name: string) => Promise<void>
  readonly deleteVoice: (id: string) => Promise<void>
  /** Gives the file to save. */
  readonly exportVoice: (id: string) => { readonly blob: Blob; readonly fileName: string }
  readonly importVoice: (file: Blob) => Promise<void>
  /** Plays the prompt of a saved voice. Call inside a gesture. */
  readonly playPrompt: (id: string) => void
}

export function createVoicesSlice(services: AppServices, keeper: ChoiceKeeper, set: SetState, get: GetState): VoicesSlice {
  const { voices: repository, player, voiceFile } = services

  function voiceOf(id: string): SavedVoice {
    const voice = get().voices.find((candidate) => candidate.id === id)
    if (!voice) throw new MynaError('record-missing', `voice ${id}`)
    return voice
  }

  return {
    voices: [],
    selectedVoiceId: null,

    async refreshVoices() {
      try {
        const voices = await repository.list()
        set(({ selectedVoiceId }) => ({
          voices,
          selectedVoiceId: voices.some(({ id }) => id === selectedVoiceId) ? selectedVoiceId : (voices[0]?.id ?? null),
        }))
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'storage-unavailable'))
      }
    },

    selectVoice(id) {
      set({ selectedVoiceId: id })
      keeper.keep('choices')
    },

    async renameVoice(id, name) {
      try {
        const renamed = await repository.rename(id, name)
        set(({ voices }) => ({ voices: voices.map((voice) => (voice.id === id ? renamed : voice)) }))
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'storage-unavailable'))
      }
    },

    async deleteVoice(id) {
      try {
        await repository.delete(id)
        const { playback } = get()
        if (playback?.kind === 'prompt' && playback.voiceId === id) get().stopPlayback()
        const voices = get().voices.filter((voice) => voice.id !== id)
        set({ voices })
        if (get().selectedVoiceId === id) {
          set({ selectedVoiceId: voices[0]?.id ?? null })
          keeper.keep('choices')
        }
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'storage-unavailable'))
      }
    },

    exportVoice(id) {
      const voice = voiceOf(id)
      const name = voice.name.normalize('NFKD').match(/[A-Za-z0-9]+/g)?.join('-').toLowerCase() ?? 'voice'
      return { blob: voiceFile.encode(voice), fileName: `${name}.myna-voice` }
    },

    async importVoice(file) {
      try {
        const voice = await voiceFile.decode(file)
        await repository.save(voice)
        set(({ voices }) => ({ voices: [voice, ...voices] }))
        get().selectVoice(voice.id)
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'voice-file-invalid'))
      }
    },

    playPrompt(id) {
      player.unlock()
      get().stopSpeaking()
      const { samples, sampleRate } = decodeWav(voiceOf(id).promptWav)
      player.playTake(samples, sampleRate)
      set({ playback: { kind: 'prompt', voiceId: id }, currentTakeId: null })
    },
  }
}
