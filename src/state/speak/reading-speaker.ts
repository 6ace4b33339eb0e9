import type { SpeakEvent, SpeakSummary } from '../../shared/protocol/engine'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { SpeakRequest } from '../../shared/protocol/inference'
import type { SavedVoice } from '../../shared/protocol/records'
import type { ChosenReading } from '../../shared/protocol/take-check'
import type { AppServices } from '../app-services'
import { readyListener } from './transcriber-pack'
import { createPromptEmbedder } from '../voice-library/prompt-embedding'
import { createReadingJudge } from './candidate-judge'
import { createSayWord } from './say-word'
import { canVary } from './sentence-speaker'
import type { GetState } from '../slice'
import { speakBestOf, type ReadingStep } from './sentence-candidates'

/** How a reading tells what it is doing. */
export interface SpeakingListener {
  onEvent(event: SpeakEvent): void
  /** Called before each of several readings of a sentence. */
  onStep(step: ReadingStep): void
  /** One of several readings was kept, and who listened to it, if anybody did. */
  onChosen(chosen: ChosenReading, listenerId: string | null): void
  /** Something went wrong that does not end the reading. */
  onProblem(error: ErrorInfo): void
}

/** What is spoken: with whose voice, and how many readings each sentence has to choose from. */
export interface SpokenInput {
  readonly voice: SavedVoice
  readonly bestOf: number
  /** Samples of a reading that goes on which are there already. */
  readonly keptSamples: number
}

/** Speaks a request as `InferenceService.speak` does; each sentence several times where the input asks for it. */
export type SpeakReading = (
  request: SpeakRequest,
  input: SpokenInput,
  listener: SpeakingListener,
  signal: AbortSignal,
) => Promise<SpeakSummary>

export function createReadingSpeaker(
  services: Pick<AppServices, 'inference' | 'transcription' | 'analysis'>,
  get: GetState,
): SpeakReading {
  const { inference } = services
  const embedPrompt = createPromptEmbedder(services.analysis)

  /** The prompt's voice in numbers; null, said once, where there are none: words and sound decide then. */
  async function promptOf(voice: SavedVoice, onProblem: SpeakingListener['onProblem'], signal: AbortSignal): Promise<Float32Array | null> {
    try {
      return await embedPrompt(voice, signal)
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      onProblem(errorInfo(thrown, 'inference-failed'))
      return null
    }
  }

  return async (request, { voice, bestOf, keptSamples }, listener, signal) => {
    const { settings, language, voice: prepared } = request
    if (bestOf === 1 || !canVary({ engineId: prepared.engineId, settings })) {
      return inference.speak(request, (event) => { listener.onEvent(event) }, signal)
    }
    const { packs, pronunciations, retryLimit } = get()
    const listening = readyListener(packs)
    const onProblem = (error: ErrorInfo) => { listener.onProblem(error) }
    const prompt = await promptOf(voice, onProblem, signal)
    const sayWord = await createSayWord(language, pronunciations)
    const judge = createReadingJudge({ ...services, listener: listening, sayWord, prompt, onProblem })
    return speakBestOf({ inference, judge }, request, { bestOf, retryLimit, keptSamples }, {
      onEvent: (event) => { listener.onEvent(event) },
      onStep: (step) => { listener.onStep(step) },
      onChosen: (chosen) => { listener.onChosen(chosen, chosen.check && listening ? listening.id : null) },
    }, signal)
  }
}
