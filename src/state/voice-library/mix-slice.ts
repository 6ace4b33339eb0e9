import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { Progress } from '../../shared/protocol/inference'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import { openChosenEngine } from './chosen-engine'
import { hearMade, knownVoice, madeVoiceRecord, partsOf, type MadeVoice } from './made-voice'
import type { VoiceSource } from './voice-source'
import type { VoicesSlice } from './voices-slice'

/** Which voices are mixed: the second one counts `share`, 0 to 1. */
export interface Mixture {
  readonly voiceId: string
  readonly otherId: string
  readonly share: number
}

/** How far a mixture of two voices has come. */
export type MixState =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'mixing'; readonly progress: Progress } & Mixture)
  /** It was heard, and can be kept. */
  | ({ readonly phase: 'mixed' } & MadeVoice & Mixture)
  | ({ readonly phase: 'failed'; readonly error: ErrorInfo } & Mixture)

export interface MixSlice {
  readonly mixState: MixState
  /** Mixes two voices with the chosen engine and says a sentence so. Never rejects; a reading ends it. Call inside a gesture. */
  readonly mixVoices: (mixture: Mixture) => Promise<void>
  readonly stopMixing: () => void
  /** Keeps what was heard as a voice of its own, with what it was made of, and selects it. */
  readonly saveMixture: (name: string) => Promise<void>
}

export interface MixParts {
  readonly services: Pick<AppServices, 'inference' | 'player' | 'voices' | 'newId'>
  readonly acts: RunningActs
  readonly voiceSource: VoiceSource
}

type Needed = MixSlice & VoicesSlice & ModelsSlice & PlayerSlice & NoticesSlice

export function createMixSlice({ services, acts, voiceSource }: MixParts, set: SetSlice<MixSlice>, get: GetState<Needed>): MixSlice {
  const { inference, player } = services

  async function mix(mixture: Mixture, signal: AbortSignal): Promise<void> {
    const report = (progress: Progress) => { if (!signal.aborted) set({ mixState: { phase: 'mixing', progress, ...mixture } }) }
    const loaded = await openChosenEngine(inference, get(), report, signal)
    const listener = { onProgress: report, onStages: () => undefined, onProblem: get().notifyError }
    const take = (id: string) => voiceSource.take(knownVoice(get(), id), loaded, listener, signal)
    const voices = [await take(mixture.voiceId), await take(mixture.otherId)] as const
    report({ fraction: 0.5, label: activities.mixingVoices })
    const voice = await inference.mixVoices({ voices, share: mixture.share }, () => undefined, signal)
    const made = await hearMade(inference, loaded, voice, signal)
    set({ mixState: { phase: 'mixed', ...made, ...mixture } })
    void acts.run('playback', () => {
      get().playSound({ kind: 'mixture', voiceId: mixture.voiceId }, made.sound)
      return Promise.resolve()
    })
  }

  return {
    mixState: { phase: 'idle' },

    async mixVoices(mixture) {
      player.unlock()
      await acts.run('mixing', async (signal) => {
        signal.addEventListener('abort', () => { set({ mixState: { phase: 'idle' } }) }, { once: true })
        try {
          await mix(mixture, signal)
        } catch (thrown) {
          if (signal.aborted) return
          // Aborted, though not by this act: another one had the worker replaced.
          set({ mixState: isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', error: errorInfo(thrown, 'inference-failed'), ...mixture } })
        }
      })
    },

    stopMixing() {
      void acts.stop('mixing')
    },

    async saveMixture(name) {
      const { mixState } = get()
      if (mixState.phase !== 'mixed') return
      await acts.run('saving', async (signal) => {
        try {
          const { voiceId, otherId, share } = mixState
          const mixedOf = [...partsOf(knownVoice(get(), voiceId), 1 - share), ...partsOf(knownVoice(get(), otherId), share)]
          const voice = await madeVoiceRecord(mixState, { id: services.newId(), name, mixedOf })
          if (signal.aborted) return
          await services.voices.save(voice)
          set({ mixState: { phase: 'idle' } })
          get().addVoice(voice)
        } catch (thrown) {
          // What was mixed stays, to be kept later.
          get().notifyError(errorInfo(thrown, 'storage-unavailable'))
        }
      })
    },
  }
}
