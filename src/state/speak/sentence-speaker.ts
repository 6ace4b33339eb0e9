import { joinSamples } from '../../shared/audio/join'
import type { EngineId, SpeakEvent, SpeakSettings } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { SavedTake, TakeDub } from '../../shared/protocol/records'
import type { TakeSentence } from '../../shared/protocol/take-check'
import type { TimedWord } from '../../shared/protocol/timed-word'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { GetState } from '../slice'
import type { VoiceSource } from '../voice-library/voice-source'
import { voiceOfTake, type VoicesSlice } from '../voice-library/voices-slice'
import { passageOf, takeScript } from './spoken-script'

/**
 * True where speaking a sentence again can give another result, and one that fits: Pocket TTS without a temperature always says the same,
 * and a line of a film has its time.
 */
export function canVary({ engineId, settings, dub }: { readonly engineId: EngineId; readonly settings: SpeakSettings; readonly dub?: TakeDub }): boolean {
  return dub === undefined && (engineId === 'kokoro' || settings.temperature !== 0)
}

/** Speaks one sentence of a take with its voice, engine and settings, silently. Words are absent where the engine tells no times. */
export type SpeakSentence = (
  take: SavedTake, sentence: Pick<TakeSentence, 'text' | 'passage'>, seed: number, signal: AbortSignal,
) => Promise<{ readonly samples: Float32Array; readonly words?: readonly TimedWord[] }>

/**
 * Errors: `record-missing` (the voice is gone), `model-mismatch` (the engine's files are others now), and those of the
 * engine.
 */
export function createSentenceSpeaker(
  { inference }: Pick<AppServices, 'inference'>,
  voiceSource: VoiceSource,
  get: GetState<VoicesSlice & ModelsSlice & NoticesSlice>,
): SpeakSentence {
  return async (take, sentence, seed, signal) => {
    const { packs, executionProvider, threads } = get()
    const { voices } = takeScript(take, (voice) => voiceOfTake(get(), voice))
    const { voice: place, prosody } = passageOf(take, sentence)
    const voice = voices[place] ?? voices[0]
    const pack = packs.find((status) => status.pack.id === take.packId && status.state.phase === 'ready')?.pack
    if (!pack) throw new MynaError('model-missing', take.packId)
    const quiet = () => undefined
    const loaded = await inference.load({ pack, runtime: { executionProvider, threads } }, quiet, signal)
    if (loaded.packKey !== take.packKey) throw new MynaError('model-mismatch', `${loaded.packKey} is not ${take.packKey}`)
    const prepared = await voiceSource.take(voice, loaded, { onProgress: quiet, onStages: quiet, onProblem: get().notifyError }, signal)
    const parts: Float32Array[] = []
    const words = new Map<number, readonly TimedWord[]>()
    let sampleCount = 0
    let chunkStart = 0
    const { sampleRate } = loaded.description
    const hear = (event: SpeakEvent) => {
      if (event.type !== 'audio') return
      if (event.words) words.set(event.chunkIndex, wordsFrom(chunkStart / sampleRate, event.words))
      parts.push(event.samples)
      sampleCount += event.samples.length
      if (event.endsChunk) chunkStart = sampleCount
    }
    await inference.speak(
      { passages: [{ text: sentence.text, voice: 0, prosody }], voices: [prepared], language: take.language, settings: { ...take.settings, seed }, varied: true },
      hear,
      signal,
    )
    return { samples: joinSamples(parts), ...(words.size > 0 && { words: [...words.values()].flat() }) }
  }
}

function wordsFrom(seconds: number, words: readonly TimedWord[]): readonly TimedWord[] {
  return words.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds: startSeconds + seconds, endSeconds: endSeconds + seconds }))
}
