import { errorInfo, isAbort } from '../../shared/protocol/errors'
import type { AppServices } from '../app-services'
import type { LifecycleSlice } from '../app/lifecycle-slice'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import { isInUse, type RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { VoiceSource } from './voice-source'

/** Voices that speak before their engine has heard itself with them. */
export interface ConfirmationSlice {
  /** The prompt of the voice that spoke last, where its engine has still to hear it; else null. */
  readonly unheardPrompt: string | null
  /** Lets the engine hear that voice; what it finds holds from the next reading on. Never rejects; a reading ends it. */
  readonly confirmVoice: () => Promise<void>
}

export interface ConfirmationParts {
  readonly services: Pick<AppServices, 'inference'>
  readonly acts: RunningActs
  readonly voiceSource: VoiceSource
}

export function createConfirmationSlice(
  { services: { inference }, acts, voiceSource }: ConfirmationParts,
  set: SetSlice<ConfirmationSlice>,
  get: GetState<NoticesSlice>,
): ConfirmationSlice {
  /** Not tried again in this visit. */
  const failed = new Set<string>()
  voiceSource.onUnheard((unheardPrompt) => { set({ unheardPrompt }) })

  return {
    unheardPrompt: null,

    async confirmVoice() {
      const unheard = voiceSource.unheard()
      if (!unheard || failed.has(unheard.promptSha256)) return
      await acts.run('confirmation', async (signal) => {
        try {
          const confirmed = await inference.confirmVoice(unheard.prepared, () => undefined, signal)
          signal.throwIfAborted()
          await voiceSource.replace(unheard, confirmed, get().notifyError)
        } catch (thrown) {
          if (signal.aborted || isAbort(thrown)) return
          failed.add(unheard.promptSha256)
          get().notifyError(errorInfo(thrown, 'inference-failed'))
        }
      })
    },
  }
}

type Followed = ConfirmationSlice & Pick<LifecycleSlice, 'ready'> & Pick<ModelsSlice, 'engine'> & { readonly running: Parameters<typeof isInUse>[0] }

/** A voice is heard as soon as its engine has nothing else to do. */
export function confirmWhenIdle(store: { readonly subscribe: (listener: (state: Followed) => void) => unknown }): void {
  store.subscribe(({ ready, running, engine, unheardPrompt, confirmVoice }) => {
    if (!ready || !engine || unheardPrompt === null || isInUse(running, 'inference', 'transcription', 'microphone')) return
    void confirmVoice()
  })
}
