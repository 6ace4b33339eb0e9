import type { EngineDescription, SpeakEvent, SpeakSummary } from '../../shared/protocol/engine'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { SpeakRequest } from '../../shared/protocol/inference'
import type { SavedVoice, TakeDub } from '../../shared/protocol/records'
import type { ChosenCandidate } from '../../shared/protocol/take-check'
import type { AppServices } from '../app-services'
import { speakDubbed } from '../dubbing/dubbed-speech'
import { readyTranscriber } from '../models/transcriber-pack'
import type { ModelsSlice } from '../models/models-slice'
import type { EmbedPrompt } from '../voice-library/prompt-embedding'
import { createCandidateJudge } from './candidate-judge'
import { createSayWord } from './sentence-check'
import type { ChecksSlice } from './checks-slice'
import type { PronunciationsSlice } from './pronunciations-slice'
import { canVary } from './sentence-speaker'
import type { GetState } from '../slice'
import { speakBestOf, type CandidateStep } from './sentence-candidates'

/** How a reading reports what it is doing. */
export interface SpeakingListener {
  onEvent(event: SpeakEvent): void
  /** Called before each of several candidates of a sentence. */
  onStep(step: CandidateStep): void
  /** One of several candidates was kept, and which transcriber heard it, if one did. */
  onChosen(chosen: ChosenCandidate, listenerId: string | null): void
  /** Something went wrong that does not end the reading. */
  onProblem(error: ErrorInfo): void
}

/** What is spoken: with whose voices, and how many candidates each sentence has. */
export interface SpokenInput {
  /** In the order of the request's. */
  readonly voices: readonly SavedVoice[]
  readonly bestOf: number
  readonly dub?: TakeDub
  readonly engine: EngineDescription
  /** Samples of a continued reading that are there already. */
  readonly keptSamples: number
  /** Sentences that they are. */
  readonly keptPieces: number
}

/** Speaks a request as `InferenceService.speak` does; each sentence several times where the input asks for it. */
export type SpeakReading = (
  request: SpeakRequest,
  input: SpokenInput,
  listener: SpeakingListener,
  signal: AbortSignal,
) => Promise<SpeakSummary>

type Needed = Pick<ModelsSlice & PronunciationsSlice & ChecksSlice, 'packs' | 'pronunciations' | 'retryLimit'>

export function createReadingSpeaker(
  services: Pick<AppServices, 'inference' | 'transcription' | 'analysis'>,
  embedPrompt: EmbedPrompt,
  get: GetState<Needed>,
): SpeakReading {
  const { inference } = services

  /** The prompts' voices in numbers; none, said once, where one has none: words and sound decide then. */
  async function promptsOf(voices: readonly SavedVoice[], onProblem: SpeakingListener['onProblem'], signal: AbortSignal): Promise<readonly Float32Array[]> {
    try {
      const prompts: Float32Array[] = []
      for (const voice of voices) prompts.push(await embedPrompt(voice, signal))
      return prompts
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      onProblem(errorInfo(thrown, 'inference-failed'))
      return []
    }
  }

  return async (request, { voices, bestOf, dub, engine, keptSamples, keptPieces }, listener, signal) => {
    if (dub) {
      const { sampleRate, paces = false } = engine
      return speakDubbed({ inference, sampleRate, paces, keptSamples, keptLines: keptPieces }, request, dub, (event) => { listener.onEvent(event) }, signal)
    }
    const { settings, language, voices: [first] } = request
    if (bestOf === 1 || !first || !canVary({ engineId: first.engineId, settings })) {
      return inference.speak(request, (event) => { listener.onEvent(event) }, signal)
    }
    const { packs, pronunciations, retryLimit } = get()
    const transcriber = readyTranscriber(packs)
    const onProblem = (error: ErrorInfo) => { listener.onProblem(error) }
    const prompts = await promptsOf(voices, onProblem, signal)
    const sayWord = await createSayWord(language, pronunciations)
    const judge = createCandidateJudge({ ...services, transcriber, sayWord, prompts, onProblem })
    return speakBestOf({ inference, judge }, request, { bestOf, retryLimit, keptSamples }, {
      onEvent: (event) => { listener.onEvent(event) },
      onStep: (step) => { listener.onStep(step) },
      onChosen: (chosen) => { listener.onChosen(chosen, chosen.check && transcriber ? transcriber.id : null) },
    }, signal)
  }
}
