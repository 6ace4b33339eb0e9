import type { StageTiming } from '../../shared/protocol/engine'
import { createPacer } from '../../shared/threads/pacer'
import type { SpeakState } from './reading'

/** What a person sees of a reading that runs. */
export interface ReadingView {
  /** Another phase is shown at once; how far one has come, at a pace that people can follow. */
  showState(state: SpeakState): void
  showStages(stages: readonly StageTiming[]): void
  /** The stages as they are now, and nothing more. */
  end(): void
}

/** A fast engine sends hundreds of events a second: were each of them shown, a click on "Stop" would wait behind them. */
export function createReadingView(shown: Pick<ReadingView, 'showState' | 'showStages'>): ReadingView {
  let phase: SpeakState['phase'] | null = null
  let state: SpeakState | null = null
  let stages: readonly StageTiming[] | null = null

  const pacer = createPacer(() => {
    if (state) shown.showState(state)
    if (stages) shown.showStages(stages)
    state = stages = null
  })

  return {
    showState(next) {
      const isSamePhase = next.phase === phase
      phase = next.phase
      state = next
      if (isSamePhase) pacer.ask()
      else pacer.now()
    },
    showStages(next) {
      stages = next
      pacer.ask()
    },
    end() {
      pacer.cancel()
      if (stages) shown.showStages(stages)
      state = stages = null
    },
  }
}
