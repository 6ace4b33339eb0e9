import type { LoadedEngine } from '../../shared/protocol/inference'
import type { ChoiceKeeper } from '../kept-choices'

/** Real-time factors measured on this device, one per engine and runtime: what the player's bank is sized by. */
export interface RtfMemory {
  /** Null: this engine never spoke on this runtime here. */
  recall(loaded: LoadedEngine): number | null
  remember(loaded: LoadedEngine, rtf: number): void
  all(): Record<string, number>
}

export function createRtfMemory(keeper: ChoiceKeeper): RtfMemory {
  let measured: Record<string, number> = {}
  keeper.onRestore(({ measuredRtf }) => { measured = { ...measuredRtf, ...measured } })
  const keyOf = ({ description, runtime }: LoadedEngine) =>
    `${description.engineId} ${runtime.executionProvider} ${runtime.threads}`
  return {
    recall: (loaded) => measured[keyOf(loaded)] ?? null,
    remember(loaded, rtf) {
      if (!Number.isFinite(rtf) || rtf <= 0) return
      measured = { ...measured, [keyOf(loaded)]: rtf }
      keeper.keep('measuredRtf')
    },
    all: () => measured,
  }
}
