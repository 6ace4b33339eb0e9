import { resample } from '../../src/shared/audio/resample'
import { outcomeOf } from '../../src/shared/protocol/errors'
import type { ModelPack } from '../../src/shared/protocol/model-pack'
import type { Heard, TranscribeRequest, TranscriptionApi } from '../../src/shared/protocol/transcription'
import { activities } from '../../src/shared/text/wording/english/progress'
import type { KeptFiles } from './kept-model-cache'

/** A loaded model that writes down what it hears. */
export interface Transcriber {
  /** Mono PCM at the service's rate; the language as BCP 47, or null to find it out. */
  hear(samples: Float32Array, language: string | null): Promise<Heard>
  release(): Promise<void>
}

export type LoadTranscriber = (files: KeptFiles) => Promise<Transcriber>

/** The outside world of the service, replaced in tests. */
export interface TranscriptionParts {
  readonly openFiles: (pack: ModelPack) => Promise<KeptFiles & { readonly packKey: string }>
  readonly loadTranscriber: LoadTranscriber
  /** Hz that the transcriber wants. */
  readonly sampleRate: number
}

/** The transcription worker's behaviour: one transcriber at a time, one recording at a time. */
export function createTranscriptionService({ openFiles, loadTranscriber, sampleRate }: TranscriptionParts): TranscriptionApi {
  let loaded: { readonly packKey: string; readonly transcriber: Transcriber } | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function transcriberOf(pack: ModelPack, onLoading: () => void): Promise<Transcriber> {
    const files = await openFiles(pack)
    if (loaded?.packKey === files.packKey) return loaded.transcriber
    onLoading()
    const before = loaded
    loaded = null
    await before?.transcriber.release()
    const transcriber = await loadTranscriber(files)
    loaded = { packKey: files.packKey, transcriber }
    return transcriber
  }

  async function transcribe(request: TranscribeRequest, onProgress: Parameters<TranscriptionApi['transcribe']>[1]): Promise<Heard> {
    const transcriber = await transcriberOf(request.pack, () => { onProgress({ fraction: 0, label: activities.openingTranscriber }) })
    onProgress({ fraction: 0.5, label: activities.transcribing })
    return transcriber.hear(resample(request.samples, request.sampleRate, sampleRate), request.language)
  }

  return {
    transcribe(request, onProgress) {
      const outcome = last.then(() => outcomeOf(() => transcribe(request, onProgress), 'transcription-failed'))
      last = outcome
      return outcome
    },
  }
}
