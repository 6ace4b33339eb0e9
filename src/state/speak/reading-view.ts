import type { StageTiming } from '../../shared/protocol/engine'
import { createPacer } from '../../shared/threads/pacer'
import type { LiveText } from './live-text'
import type { SpeakState } from './reading'

/** What a person sees of a reading that runs. */
export interface ReadingView {
  /** Another phase is shown at once; how far one has come, at a pace that people can follow. */
  showState(state: SpeakState): void
  showStages(stages: readonly StageTiming[]): void
  /** `text` is asked for what there is when it is shown. */
  showText(text: () => LiveText): void
  /** Stages and text as they are now, and nothing more. */
  end(): void
}

/** A fast engine sends hundreds of events a second: were each of them shown, a click on "Stop" would wait behind them. */
export function createReadingView(
  shown: Pick<ReadingView, 'showState' | 'showStages'> & { readonly showText: (text: LiveText) => void },
): ReadingView {
  let phase: SpeakState['phase'] | null = null
  let state: SpeakState | null = null
  let stages: readonly StageTiming[] | null = null
  let text: (() => LiveText) | null = null

  function show(): void {
    if (stages) shown.showStages(stages)
    if (text) shown.showText(text())
    state = stages = text = null
  }

  const pacer = createPacer(() => {
    if (state) shown.showState(state)
    show()
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
    showText(next) {
      text = next
      pacer.ask()
    },
    end() {
      pacer.cancel()
      show()
    },
  }
}
