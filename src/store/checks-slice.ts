import { errorInfo, isAbort } from '../protocol/errors'
import type { ModelPack } from '../protocol/model-pack'
import { loadNormaliser } from '../text/normalise/normaliser'
import { applyPronunciations } from '../text/pronunciations'
import type { AppServices } from './app-services'
import type { ChecksSlice } from './app-state'
import type { ChoiceKeeper } from './choice-keeper'
import { listenerOrAsk, readyListener } from './listener-pack'
import type { Reader } from './reader'
import { createSentenceSpeaker } from './sentence-speaker'
import type { GetState, SetState } from './slice'
import { checkTake } from './take-checker'

/** One take is checked at a time; a new check ends the one before. */
export function createChecksSlice(
  services: AppServices,
  reader: Reader,
  keeper: ChoiceKeeper,
  set: SetState,
  get: GetState,
): ChecksSlice {
  const { transcription, newSeed, takes: repository } = services
  const parts = { transcription, newSeed, speakSentence: createSentenceSpeaker(services, get) }
  let controller: AbortController | null = null

  async function check(takeId: string, listener: ModelPack): Promise<void> {
    controller?.abort()
    const mine = new AbortController()
    controller = mine
    const { signal } = mine
    const report = (label: string, doneCount: number, sentenceCount: number) => {
      if (!signal.aborted) set({ checkState: { phase: 'checking', takeId, label, doneCount, sentenceCount } })
    }
    try {
      report('Opening the listener', 0, 1)
      const { takes, lastTake, pronunciations, retryLimit } = get()
      const take = lastTake?.id === takeId ? lastTake : takes.find(({ id }) => id === takeId)
      if (!take) return
      const samples = reader.heldSamples(takeId) ?? (await repository.readSamples(takeId))
      const normalise = await loadNormaliser(take.language)
      const sayWord = (word: string) =>
        normalise(applyPronunciations(word, pronunciations, take.language)).map(({ text }) => text).join(' ')
      const checked = await checkTake(parts, { take, samples, listener, sayWord, retryLimit }, report, signal)
      if (signal.aborted) return
      reader.holdSamples(takeId, checked.samples)
      set((state) => ({
        takes: state.takes.map((other) => (other.id === takeId ? checked.take : other)),
        lastTake: state.lastTake?.id === takeId ? checked.take : state.lastTake,
        checkState: { phase: 'idle' },
      }))
      await repository.save(checked.take, checked.samples)
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
