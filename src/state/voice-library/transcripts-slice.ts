import { decodeWav } from '../../shared/audio/wav'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { SavedVoice, VoiceTranscript } from '../../shared/protocol/records'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import { listenerOrAsk } from '../speak/transcriber-pack'
import type { GetState, SetState } from '../slice'

/** Which prompt is being written down, or why one could not be. */
export type TranscriptState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'listening'; readonly voiceId: string; readonly label: string }
  | { readonly phase: 'failed'; readonly voiceId: string; readonly error: ErrorInfo }

export interface TranscriptsSlice {
  readonly transcriptState: TranscriptState
  /** Writes down what is said in the prompt of a voice. Without a listener it asks for one. */
  readonly transcribeVoice: (id: string) => Promise<void>
  readonly stopTranscribing: () => void
  /** Keeps what the person wrote; empty words take the transcript away. */
  readonly editTranscript: (id: string, text: string) => Promise<void>
}

export function createTranscriptsSlice(services: AppServices, set: SetState, get: GetState): TranscriptsSlice {
  const { transcription, voices: repository } = services
  let controller: AbortController | null = null

  async function keep(id: string, transcript: VoiceTranscript | null): Promise<void> {
    const changed = await repository.setTranscript(id, transcript)
    set(({ voices }) => ({ voices: voices.map((voice) => (voice.id === id ? changed : voice)) }))
  }

  async function listen(voice: SavedVoice, pack: ModelPack): Promise<void> {
    controller?.abort()
    const mine = new AbortController()
    controller = mine
    const { signal } = mine
    const voiceId = voice.id
    set({ transcriptState: { phase: 'listening', voiceId, label: activities.openingTranscriber } })
    try {
      const { samples, sampleRate } = decodeWav(voice.promptWav)
      const onProgress = ({ label }: { readonly label: string }) => { set({ transcriptState: { phase: 'listening', voiceId, label } }) }
      const heard = await transcription.transcribe({ pack, samples, sampleRate, language: null }, onProgress, signal)
      if (signal.aborted) return
      await keep(voiceId, { text: heard.text, language: heard.language, edited: false })
      set({ transcriptState: { phase: 'idle' } })
    } catch (thrown) {
      if (signal.aborted) return
      const error = errorInfo(thrown, 'transcription-failed')
      set({ transcriptState: isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', voiceId, error } })
    } finally {
      if (controller === mine) controller = null
    }
  }

  return {
    transcriptState: { phase: 'idle' },

    async transcribeVoice(id) {
      const voice = get().voices.find((candidate) => candidate.id === id)
      if (!voice) return
      try {
        const listener = listenerOrAsk(get)
        if (listener) await listen(voice, listener)
      } catch (thrown) {
        get().notifyError(errorInfo(thrown))
      }
    },

    stopTranscribing() {
      controller?.abort()
      set({ transcriptState: { phase: 'idle' } })
    },

    async editTranscript(id, text) {
      const words = text.trim()
      const before = get().voices.find((voice) => voice.id === id)?.transcript
      try {
        await keep(id, words === '' ? null : { text: words, language: before?.language ?? null, edited: true })
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'storage-unavailable'))
      }
    },
  }
}
