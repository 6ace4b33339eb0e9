import { resample } from '../../../src/shared/audio/resample'
import { decodeWav } from '../../../src/shared/audio/wav'

export interface TranscriberRequest {
  /** Where the model's files lie; their names are asked for below it. */
  readonly model: string
  readonly threads: number
  /** Addresses of the recordings, WAV. */
  readonly recordings: readonly string[]
}

export interface TranscriberTimes {
  readonly openMs: number
  readonly heard: readonly { readonly seconds: number; readonly ms: number; readonly text: string }[]
}

/** Hz that Whisper hears. */
const SAMPLE_RATE = 16_000

/** Lets the app's transcriber hear recordings of known English, one after another; the first is heard twice, and counted once. */
export async function timeTranscriber({ model, recordings }: TranscriberRequest): Promise<TranscriberTimes> {
  const { loadWhisper } = await import('../../../workers/transcription/whisper')
  const read = async (url: string) => {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`${url}: ${response.status}`)
    return response.arrayBuffer()
  }
  const openedAt = performance.now()
  const transcriber = await loadWhisper({ has: (path) => !path.startsWith('chat_template'), read: (path) => read(`${model}${path}`) })
  const openMs = performance.now() - openedAt
  const heard: TranscriberTimes['heard'][number][] = []
  for (const url of recordings) {
    const { samples, sampleRate } = decodeWav(await read(url))
    const sound = resample(samples, sampleRate, SAMPLE_RATE)
    if (heard.length === 0) await transcriber.hear(sound, 'en')
    const startedAt = performance.now()
    const { text } = await transcriber.hear(sound, 'en')
    heard.push({ seconds: sound.length / SAMPLE_RATE, ms: performance.now() - startedAt, text })
  }
  return { openMs, heard }
}
