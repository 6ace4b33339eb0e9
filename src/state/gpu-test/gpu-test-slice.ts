import { errorInfo, isAbort } from '../../shared/protocol/errors'
import type { GpuFindings, GpuTestEvent, GpuTestOutcome, GpuTestStep } from '../../shared/protocol/gpu-test'
import type { AppServices } from '../app-services'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'

export type GpuTestState =
  | { readonly phase: 'idle' }
  /** `step` is the one being tried; null while the adapter is asked for. */
  | ({ readonly phase: 'running'; readonly step: GpuTestStep | null } & GpuFindings)
  | GpuTestOutcome

export interface GpuTestSlice {
  readonly gpuTest: GpuTestState
  /** Tests from the beginning; does nothing while a test runs. Never rejects. */
  readonly startGpuTest: () => Promise<void>
  /** Ends the test that runs; what it found stays. */
  readonly stopGpuTest: () => void
}

export interface GpuTestParts {
  readonly services: Pick<AppServices, 'gpuTest'>
  readonly acts: RunningActs
}

export function createGpuTestSlice(
  { services: { gpuTest: service }, acts }: GpuTestParts,
  set: SetSlice<GpuTestSlice>,
  get: GetState<GpuTestSlice>,
): GpuTestSlice {
  function take(event: GpuTestEvent): void {
    const { gpuTest } = get()
    if (gpuTest.phase === 'running') set({ gpuTest: afterEvent(gpuTest, event) })
  }

  return {
    gpuTest: { phase: 'idle' },

    startGpuTest: () =>
      acts.run('gpu-test', async (signal) => {
        set({ gpuTest: { phase: 'running', step: null, adapter: null, results: [] } })
        try {
          const end = await service.test(take, signal)
          set({ gpuTest: { phase: 'ended', end, ...findings(get().gpuTest) } })
        } catch (thrown) {
          const { gpuTest } = get()
          const step = gpuTest.phase === 'running' ? gpuTest.step : null
          if (isAbort(thrown)) set({ gpuTest: { phase: 'ended', end: 'stopped', ...findings(gpuTest) } })
          else set({ gpuTest: { phase: 'failed', error: errorInfo(thrown, 'inference-failed'), step, ...findings(gpuTest) } })
        }
      }),

    stopGpuTest() {
      void acts.stop('gpu-test')
    },
  }
}

function afterEvent(state: GpuTestState & { readonly phase: 'running' }, event: GpuTestEvent): GpuTestState {
  switch (event.type) {
    case 'adapter':
      return { ...state, adapter: event.adapter }
    case 'step':
      return { ...state, step: event.step }
    case 'result':
      return { ...state, results: [...state.results, event.result] }
  }
}

/** What is known in any phase. */
export function findings(state: GpuTestState): GpuFindings {
  return state.phase === 'idle' ? { adapter: null, results: [] } : { adapter: state.adapter, results: state.results }
}
