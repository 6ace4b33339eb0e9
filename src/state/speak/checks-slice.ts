import { FEWEST_SENTENCES } from '../../shared/audio/likeness-floor'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { SavedTake } from '../../shared/protocol/records'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { ChoiceKeeper } from '../choice-keeper'
import { listenerOrAsk, readyListener } from './transcriber-pack'
import { createPromptEmbedder } from '../voice-library/prompt-embedding'
import type { Reader } from './reading-slice'
import { createSayWord } from './say-word'
import { createSentenceSpeaker } from './sentence-speaker'
import type { GetState, SetState } from '../slice'
import { takeById, withChangedTake } from '../history/take-by-id'
import { checkTake } from './take-checker'
import type { VoiceSource } from '../voice-library/voice-source'

/** Where the checking of a take stands. */
export type CheckState =
  | { readonly phase: 'idle' }
  /** The listener is not on this device yet; the check goes on by itself once it is. */
  | { readonly phase: 'awaiting-listener'; readonly takeId: string }
  | {
      readonly phase: 'checking'
      readonly takeId: string
      /** What is being done, in words. */
      readonly label: string
      readonly doneCount: number
      readonly sentenceCount: number
    }
  | { readonly phase: 'failed'; readonly takeId: string; readonly error: ErrorInfo }

export interface ChecksSlice {
  readonly checkState: CheckState
  /** Whether every finished reading is checked by itself, once the listener is on this device. */
  readonly checksReadings: boolean
  /** How often a sentence that failed is spoken again; 0 leaves it to the person. */
  readonly retryLimit: number
  /** Readings of every sentence, of which the best is kept: 1 to 8. */
  readonly bestOf: number
  /** Listens to a take and keeps what was heard with it. Without a listener it asks for one. */
  readonly checkTake: (id: string) => Promise<void>
  /** As `checkTake`, but nothing happens without a listener. */
  readonly checkQuietly: (id: string) => void
  readonly stopChecking: () => void
  readonly setChecking: (choice: { readonly checksReadings?: boolean; readonly retryLimit?: number; readonly bestOf?: number }) => void
}

/** One take is checked at a time; a new check ends the one before. */
export function createChecksSlice(
  services: AppServices,
  reader: Reader,
  voiceSource: VoiceSource,
  keeper: ChoiceKeeper,
  set: SetState,
  get: GetState,
): ChecksSlice {
  const { transcription, analysis, newSeed, takes: repository } = services
  const parts = { transcription, analysis, newSeed, speakSentence: createSentenceSpeaker(services, voiceSource, get) }
  const embedPrompt = createPromptEmbedder(analysis)
  let controller: AbortController | null = null

  /** Null for a take of few sentences, where the voice is gone, and where the encoder fails: measuring the whole take tells. */
  async function promptOf({ voiceId, sentences = [] }: SavedTake, signal: AbortSignal): Promise<Float32Array | null> {
    const voice = get().voices.find(({ id }) => id === voiceId)
    try {
      return voice && sentences.length >= FEWEST_SENTENCES ? await embedPrompt(voice, signal) : null
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      return null
    }
  }

  async function check(takeId: string, listener: ModelPack): Promise<void> {
    controller?.abort()
    const mine = new AbortController()
    controller = mine
    const { signal } = mine
    const report = (label: string, doneCount: number, sentenceCount: number) => {
      if (!signal.aborted) set({ checkState: { phase: 'checking', takeId, label, doneCount, sentenceCount } })
    }
    try {
      report(activities.openingTranscriber, 0, 1)
      const { pronunciations, retryLimit } = get()
      const take = takeById(get(), takeId)
      if (!take) return
      const samples = reader.heldSamples(takeId) ?? (await repository.readSamples(takeId))
      const sayWord = await createSayWord(take.language, pronunciations)
      const prompt = await promptOf(take, signal)
      const checked = await checkTake(parts, { take, samples, listener, sayWord, retryLimit, prompt }, report, signal)
      if (signal.aborted) return
      reader.holdSamples(takeId, checked.samples)
      const result = withSimilarity(checked.take, takeById(get(), takeId)?.similarity)
      set((state) => ({ ...withChangedTake(state, result), checkState: { phase: 'idle' } }))
      await repository.save(result, checked.samples)
      if (result.similarity === undefined) void get().measureSimilarity(takeId)
    } catch (thrown) {
      if (signal.aborted || isAbort(thrown)) return
      const error = errorInfo(thrown, 'transcription-failed')
      // What was heard is shown all the same when only keeping it failed.
      if (get().checkState.phase === 'checking') set({ checkState: { phase: 'failed', takeId, error } })
      else get().notifyError(error)
    } finally {
      if (controller === mine) controller = null
    }
  }

  return {
    checkState: { phase: 'idle' },
    checksReadings: true,
    retryLimit: 0,
    bestOf: 1,

    async checkTake(id) {
      try {
        const listener = listenerOrAsk(get)
        if (listener) await check(id, listener)
        else set({ checkState: { phase: 'awaiting-listener', takeId: id } })
      } catch (thrown) {
        get().notifyError(errorInfo(thrown))
      }
    },

    checkQuietly(id) {
      const listener = readyListener(get().packs)
      if (listener) void check(id, listener)
    },

    stopChecking() {
      controller?.abort()
      controller = null
      set({ checkState: { phase: 'idle' } })
    },

    setChecking(choice) {
      set(choice)
      keeper.keep('checking')
    },
  }
}

/** A checked take with what was measured of its likeness meanwhile, unless a sentence of it was spoken again since. */
function withSimilarity({ similarity: before, ...take }: SavedTake, similarity = before): SavedTake {
  const spokenAgain = take.check?.sentences.some(({ attempts }) => attempts > 1) ?? false
  return spokenAgain || similarity === undefined ? take : { ...take, similarity }
}
