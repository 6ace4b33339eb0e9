import type { KernelSpeed } from '../../shared/protocol/inference'
import type { AppServices } from '../app-services'
import type { ChoiceKeeper } from '../kept-choices'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'

export interface SpeedSlice {
  /** How fast this device computes, once that was measured. */
  readonly deviceSpeed: KernelSpeed | null
  /** Measures it where that is not known; costs a fifth of a second once. What fails is tried again another time. */
  readonly measureDeviceSpeed: () => Promise<void>
}

export function createSpeedSlice(
  { services: { inference, canCompute }, acts, keeper }: { readonly services: Pick<AppServices, 'inference' | 'canCompute'>; readonly acts: RunningActs; readonly keeper: ChoiceKeeper },
  set: SetSlice<SpeedSlice>,
  get: GetState<SpeedSlice>,
): SpeedSlice {
  keeper.onRestore(({ deviceSpeed }) => { set({ deviceSpeed }) })
  return {
    deviceSpeed: null,

    async measureDeviceSpeed() {
      if (get().deviceSpeed !== null || !canCompute()) return
      await acts.run('speed', async (signal) => {
        const measured = await inference.measureSpeed(signal).catch(() => null)
        if (measured === null) return
        set({ deviceSpeed: measured })
        keeper.keep('deviceSpeed')
      })
    },
  }
}
