import { FEWEST_SENTENCES } from '../../shared/audio/likeness-floor'
import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { SavedTake } from '../../shared/protocol/records'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { SimilaritySlice } from '../history/similarity-slice'
import type { TakeSounds } from '../history/take-sounds'
import { takeById, type TakesSlice } from '../history/takes-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { ModelsSlice } from '../models/models-slice'
import { readyTranscriber, transcriberOrAsk } from '../models/transcriber-pack'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { EmbedPrompt } from '../voice-library/prompt-embedding'
import type { VoiceSource } from '../voice-library/voice-source'
import { voiceOfTake, type VoicesSlice } from '../voice-library/voices-slice'
import type { PronunciationsSlice } from './pronunciations-slice'
import { createSayWord } from './sentence-check'
import { createSentenceSpeaker } from './sentence-speaker'
import { checkTake } from './take-checker'

/** Where the checking of a take stands. */
export type CheckState =
  | { readonly phase: 'idle' }
  /** The transcriber is not on this device yet; the check continues by itself once it is. */
  | { readonly phase: 'awaiting-transcriber'; readonly takeId: string }
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
  /** Whether every finished reading is checked by itself, once the transcriber is on this device. */
  readonly checksReadings: boolean
  /** How often a sentence that failed is spoken again; 0 leaves it to the person. */
  readonly retryLimit: number
  /** Candidates of every sentence, of which the best is kept: 1 to 8. */
  readonly bestOf: number
  /** Listens to a take and keeps what was heard with it. Without a transcriber it asks for one. */
  readonly checkTake: (id: string) => Promise<void>
  /** As `checkTake`, but nothing happens without one. */
  readonly checkQuietly: (id: string) => void
  readonly stopChecking: () => void
  readonly setChecking: (choice: { readonly checksReadings?: boolean; readonly retryLimit?: number; readonly bestOf?: number }) => void
}

export interface ChecksParts {
  readonly services: Pick<AppServices, 'inference' | 'transcription' | 'analysis' | 'newSeed'>
  readonly acts: RunningActs
  readonly sounds: TakeSounds
  readonly voiceSource: VoiceSource
  readonly embedPrompt: EmbedPrompt
  readonly keeper: ChoiceKeeper
}

type Needed = ChecksSlice & SimilaritySlice & TakesSlice & VoicesSlice & ModelsSlice & PronunciationsSlice & NoticesSlice

/** One take is checked at a time; a new check ends the one before. */
export function createChecksSlice(parts: ChecksParts, set: SetSlice<ChecksSlice>, get: GetState<Needed>): ChecksSlice {
  const { services, acts, sounds, voiceSource, embedPrompt, keeper } = parts
  const checkParts = { ...services, speakSentence: createSentenceSpeaker(services, voiceSource, get) }
  keeper.onRestore(({ checking }) => { set(checking) })

  /** Null where the voice is gone, and where the encoder fails: measuring the whole take tells. */
  async function promptOf(spoken: Pick<SavedTake, 'voiceId' | 'promptSha256'>, signal: AbortSignal): Promise<Float32Array | null> {
    const voice = voiceOfTake(get(), spoken)
    try {
      return voice && (await embedPrompt(voice, signal))
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      return null
    }
  }

  /** Of all voices of a take; none for a take of few sentences. */
  async function promptsOf(take: SavedTake, signal: AbortSignal): Promise<readonly (Float32Array | null)[]> {
    const prompts: (Float32Array | null)[] = []
    const voices = (take.sentences?.length ?? 0) >= FEWEST_SENTENCES ? take.script?.voices ?? [take] : []
    for (const voice of voices) prompts.push(await promptOf(voice, signal))
    return prompts
  }

  async function check(takeId: string, transcriber: ModelPack, signal: AbortSignal): Promise<void> {
    const report = (label: string, doneCount: number, sentenceCount: number) => {
      if (!signal.aborted) set({ checkState: { phase: 'checking', takeId, label, doneCount, sentenceCount } })
    }
    const { pronunciations, retryLimit } = get()
    const take = takeById(get(), takeId)
    if (!take) {
      set({ checkState: { phase: 'idle' } })
      return
    }
    report(activities.openingTranscriber, 0, 1)
    const samples = await sounds.read(takeId)
    const sayWord = await createSayWord(take.language, pronunciations)
    const prompts = await promptsOf(take, signal)
    // A sentence that is said again has the voice's own melody.
    const checked = await checkTake(checkParts, { take, samples, transcriber, sayWord, retryLimit: take.guide ? 0 : retryLimit, prompts }, report, signal)
    if (signal.aborted) return
    const isOther = checked.samples !== samples
    const result = withLikeness(checked.take, isOther ? null : takeById(get(), takeId))
    const keeping = get().changeTake(result, isOther ? checked.samples : undefined)
    set({ checkState: { phase: 'idle' } })
    await keeping
    if (result.similarity === undefined) void get().measureSimilarity(takeId)
  }

  function start(takeId: string, transcriber: ModelPack): Promise<void> {
    return acts.run('check', async (signal) => {
      signal.addEventListener('abort', () => { set({ checkState: { phase: 'idle' } }) }, { once: true })
      try {
        await check(takeId, transcriber, signal)
      } catch (thrown) {
        if (signal.aborted) return
        const error = errorInfo(thrown, 'transcription-failed')
        // Another act had its worker replaced.
        if (isAbort(thrown)) set({ checkState: { phase: 'idle' } })
        // What was heard is shown all the same when only keeping it failed.
        else if (get().checkState.phase === 'checking') set({ checkState: { phase: 'failed', takeId, error } })
        else get().notifyError(error)
      }
    })
  }

  return {
    checkState: { phase: 'idle' },
    checksReadings: true,
    retryLimit: 0,
    bestOf: 1,

    async checkTake(id) {
      try {
        const transcriber = transcriberOrAsk(get())
        if (transcriber) await start(id, transcriber)
        else set({ checkState: { phase: 'awaiting-transcriber', takeId: id } })
      } catch (thrown) {
        get().notifyError(errorInfo(thrown))
      }
    },

    checkQuietly(id) {
      const transcriber = readyTranscriber(get().packs)
      if (transcriber) void start(id, transcriber)
    },

    stopChecking() {
      void acts.stop('check')
      set({ checkState: { phase: 'idle' } })
    },

    setChecking(choice) {
      set(choice)
      keeper.keep('checking')
    },
  }
}

/** A checked take with the likeness that was measured of its sound, which may have been meanwhile: `measured` is the take as it is now, null where its sound is another one. */
function withLikeness(checked: SavedTake, measured: SavedTake | null): SavedTake {
  const { similarity, toldLikeness } = measured ?? {}
  const take = { ...checked }
  delete take.similarity
  delete take.toldLikeness
  return { ...take, ...(similarity !== undefined && { similarity }), ...(toldLikeness !== undefined && { toldLikeness }) }
}
