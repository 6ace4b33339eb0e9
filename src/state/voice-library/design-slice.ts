import { errorInfo, isAbort, type ErrorInfo } from '../../shared/protocol/errors'
import type { Progress } from '../../shared/protocol/inference'
import type { VoiceDesign } from '../../shared/protocol/records'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import { openChosenEngine } from './chosen-engine'
import { hearMade, knownVoice, madeVoiceRecord, partsOf, type MadeVoice } from './made-voice'
import { promptOf } from './voice-prompt'
import type { VoiceSource } from './voice-source'
import type { VoicesSlice } from './voices-slice'

/** Which voice another one is designed from, and how. */
export interface Designing {
  readonly voiceId: string
  readonly design: VoiceDesign
}

/** How far a designed voice has come. */
export type DesignState =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'designing'; readonly progress: Progress } & Designing)
  /** It was heard, and can be kept; `likeness` to whom it hides, null where nobody was to be hidden. */
  | ({ readonly phase: 'designed'; readonly likeness: number | null } & MadeVoice & Designing)
  | ({ readonly phase: 'failed'; readonly error: ErrorInfo } & Designing)

export interface DesignSlice {
  readonly designState: DesignState
  /** Makes a voice of another one and says a sentence so; another timbre is another one each time. Never rejects; a reading ends it. Call inside a gesture. */
  readonly designVoice: (designing: Designing) => Promise<void>
  readonly stopDesigning: () => void
  /** Keeps what was heard as a voice of its own, with what it was made of, and selects it. */
  readonly saveDesign: (name: string) => Promise<void>
}

export interface DesignParts {
  readonly services: Pick<AppServices, 'inference' | 'player' | 'voices' | 'newId' | 'newSeed'>
  readonly acts: RunningActs
  readonly voiceSource: VoiceSource
}

type Needed = DesignSlice & VoicesSlice & ModelsSlice & PlayerSlice & NoticesSlice

export function createDesignSlice({ services, acts, voiceSource }: DesignParts, set: SetSlice<DesignSlice>, get: GetState<Needed>): DesignSlice {
  const { inference, player } = services

  async function make(designing: Designing, signal: AbortSignal): Promise<void> {
    const { voiceId, design: { wander, timbre } } = designing
    const report = (progress: Progress) => { if (!signal.aborted) set({ designState: { phase: 'designing', progress, ...designing } }) }
    const loaded = await openChosenEngine(inference, get(), report, signal)
    const source = knownVoice(get(), voiceId)
    const voice = await voiceSource.take(source, loaded, { onProgress: report, onStages: () => undefined, onProblem: get().notifyError }, signal)
    report({ fraction: 0, label: activities.designingVoice })
    const other = timbre === 'own' ? {} : { timbre: { seed: services.newSeed(), ...(timbre === 'hidden' && { hiddenFrom: promptOf(source) }) } }
    const designed = await inference.designVoice({ voice, wander, ...other }, report, signal)
    const made = await hearMade(inference, loaded, designed.voice, signal)
    set({ designState: { phase: 'designed', likeness: designed.likeness, ...made, ...designing } })
    void acts.run('playback', () => {
      get().playSound({ kind: 'mixture', voiceId }, made.sound)
      return Promise.resolve()
    })
  }

  return {
    designState: { phase: 'idle' },

    async designVoice(designing) {
      player.unlock()
      await acts.run('mixing', async (signal) => {
        signal.addEventListener('abort', () => { set({ designState: { phase: 'idle' } }) }, { once: true })
        try {
          await make(designing, signal)
        } catch (thrown) {
          if (signal.aborted) return
          // Aborted, though not by this act: another one had the worker replaced.
          set({ designState: isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', error: errorInfo(thrown, 'inference-failed'), ...designing } })
        }
      })
    },

    stopDesigning() {
      void acts.stop('mixing')
    },

    async saveDesign(name) {
      const { designState } = get()
      if (designState.phase !== 'designed') return
      await acts.run('saving', async (signal) => {
        try {
          const { voiceId, design } = designState
          const voice = await madeVoiceRecord(designState, { id: services.newId(), name, mixedOf: partsOf(knownVoice(get(), voiceId), 1), design })
          if (signal.aborted) return
          await services.voices.save(voice)
          set({ designState: { phase: 'idle' } })
          get().addVoice(voice)
        } catch (thrown) {
          // What was designed stays, to be kept later.
          get().notifyError(errorInfo(thrown, 'storage-unavailable'))
        }
      })
    },
  }
}
