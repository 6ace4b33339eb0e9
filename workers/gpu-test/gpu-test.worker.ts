import * as Comlink from 'comlink'
import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { offerGpu } from '../runtime/gpu-runtime'
import { createGpuTestService } from './gpu-test-service'

declare const self: DedicatedWorkerGlobalScope

/** Every test starts afresh. */
const NO_TRIALS = { read: () => Promise.resolve(null), write: () => Promise.resolve() }

// As in the inference worker: a thread of the runtime must not serve calls.
if (!self.name.startsWith('em-pthread')) {
  Comlink.expose(
    createGpuTestService({
      // Older browsers have none, whatever the types say.
      gpu: 'gpu' in navigator ? navigator.gpu : undefined,
      openGpu: () => offerGpu('webgpu', '', { trials: NO_TRIALS }),
      now: () => performance.now(),
    }),
  )
  holdLifeLock(self)
}
