import type { EngineId, SpeakSettings } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { SavedTake, TakeDub } from '../../shared/protocol/records'
import type { TakeSentence } from '../../shared/protocol/take-check'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import { readyPack } from '../models/ready-pack'
import type { GetState } from '../slice'
import type { VoiceSource } from '../voice-library/voice-source'
import { voiceOfTake, type VoicesSlice } from '../voice-library/voices-slice'
import { gatherSpeech, type Speech } from './gathered-speech'
import { passageOf, takeScript } from './spoken-script'

/**
 * True where speaking a sentence again can give another result, and one that fits: Pocket TTS without a temperature always says the same,
 * and a line of a film has its time.
 */
export function canVary({ engineId, settings, dub }: { readonly engineId: EngineId; readonly settings: SpeakSettings; readonly dub?: TakeDub }): boolean {
  return dub === undefined && (engineId === 'kokoro' || settings.temperature !== 0)
}

/** Speaks one sentence of a take with its voice, engine and settings, silently. */
export type SpeakSentence = (take: SavedTake, sentence: Pick<TakeSentence, 'text' | 'passage'>, seed: number, signal: AbortSignal) => Promise<Speech>

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
    const pack = readyPack(packs, take.packId)
    if (!pack) throw new MynaError('model-missing', take.packId)
    const quiet = () => undefined
    const loaded = await inference.load({ pack, runtime: { executionProvider, threads } }, quiet, signal)
    if (loaded.packKey !== take.packKey) throw new MynaError('model-mismatch', `${loaded.packKey} is not ${take.packKey}`)
    const prepared = await voiceSource.take(voice, loaded, { onProgress: quiet, onStages: quiet, onProblem: get().notifyError }, signal)
    const gatherer = gatherSpeech(loaded.description.sampleRate)
    await inference.speak(
      { passages: [{ text: sentence.text, voice: 0, prosody }], voices: [prepared], language: take.language, settings: { ...take.settings, seed }, varied: true },
      gatherer.take,
      signal,
    )
    return gatherer.speech()
  }
}
