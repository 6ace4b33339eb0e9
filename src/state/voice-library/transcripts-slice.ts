import { decodeWav } from '../../shared/audio/wav'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { SavedVoice, VoiceTranscript } from '../../shared/protocol/records'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import { transcriberOrAsk } from '../models/transcriber-pack'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import { knownVoice } from './made-voice'
import { withTranscript } from './moods'
import { voiceById, type VoicesSlice } from './voices-slice'

/** Which prompt is being written down, or why one could not be. */
export type TranscriptState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'listening'; readonly voiceId: string; readonly label: string }
  | { readonly phase: 'failed'; readonly voiceId: string; readonly error: ErrorInfo }

export interface TranscriptsSlice {
  readonly transcriptState: TranscriptState
  /** Writes down what is said in the prompt of a voice. Without a transcriber it asks for one. */
  readonly transcribeVoice: (id: string) => Promise<void>
  readonly stopTranscribing: () => void
  /** Keeps what the person wrote; empty words take the transcript away. */
  readonly editTranscript: (id: string, text: string) => Promise<void>
}

export interface TranscriptsParts {
  readonly services: Pick<AppServices, 'transcription' | 'voices'>
  readonly acts: RunningActs
}

export function createTranscriptsSlice(
  { services: { transcription, voices: repository }, acts }: TranscriptsParts,
  set: SetSlice<TranscriptsSlice>,
  get: GetState<TranscriptsSlice & VoicesSlice & ModelsSlice & NoticesSlice>,
): TranscriptsSlice {
  const guarded = createGuarded(get)

  /** Of the prompt that was heard or read: the voice may speak from another by now. */
  async function keep({ id, promptSha256 }: SavedVoice, words: Parameters<typeof withTranscript>[2]): Promise<void> {
    get().changeVoice(await repository.change(id, (voice) => withTranscript(voice, promptSha256, words)))
  }

  async function transcribe(voice: SavedVoice, pack: ModelPack, signal: AbortSignal): Promise<void> {
    const { id: voiceId, promptWav, transcript: before } = voice
    const show = (transcriptState: TranscriptState) => { if (!signal.aborted) set({ transcriptState }) }
    signal.addEventListener('abort', () => { set({ transcriptState: { phase: 'idle' } }) }, { once: true })
    show({ phase: 'listening', voiceId, label: activities.openingTranscriber })
    try {
      const { samples, sampleRate } = decodeWav(promptWav)
      const onProgress = ({ label }: { readonly label: string }) => { show({ phase: 'listening', voiceId, label }) }
      const heard = await transcription.transcribe({ pack, samples, sampleRate, language: null }, onProgress, signal)
      if (signal.aborted) return
      // What the person wrote meanwhile stays.
      await keep(voice, (kept) => (isSame(kept, before) ? { text: heard.text, language: heard.language, edited: false } : kept))
      show({ phase: 'idle' })
    } catch (thrown) {
      const error = errorInfo(thrown, 'transcription-failed')
      show(isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', voiceId, error })
    }
  }

  return {
    transcriptState: { phase: 'idle' },

    async transcribeVoice(id) {
      const voice = voiceById(get(), id)
      if (!voice) return
      try {
        const pack = transcriberOrAsk(get())
        if (pack) await acts.run('transcript', (signal) => transcribe(voice, pack, signal))
      } catch (thrown) {
        get().notifyError(errorInfo(thrown))
      }
    },

    stopTranscribing() {
      void acts.stop('transcript')
      set({ transcriptState: { phase: 'idle' } })
    },

    editTranscript(id, text) {
      const words = text.trim()
      return guarded(() => keep(knownVoice(get(), id), (kept) => (words === '' ? null : { text: words, language: kept?.language ?? null, edited: true })))
    },
  }
}

type Words = VoiceTranscript | null | undefined

function isSame(one: Words, other: Words): boolean {
  return (one === null) === (other === null) && one?.text === other?.text && one?.edited === other?.edited
}
