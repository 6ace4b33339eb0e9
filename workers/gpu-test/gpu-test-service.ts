import { outcomeOf } from '../../src/shared/protocol/errors'
import type { GpuTestApi } from '../../src/shared/protocol/gpu-test'
import type { Gpu } from '../runtime/gpu'
import { adapterFacts, type DescribedAdapter } from './adapter-facts'
import { runSteps } from './run-steps'
import { testSteps, type TestStep } from './test-steps'

/** What the worker has of the browser. */
export interface GpuTestTools {
  /** Undefined where the browser has no WebGPU. */
  readonly gpu: { requestAdapter(options: GPURequestAdapterOptions): Promise<DescribedAdapter | null> } | undefined
  /** ONNX Runtime on the adapter, as the engines use it. */
  readonly openGpu: () => Promise<Pick<Gpu, 'openResident'> | null>
  readonly now: () => number
  /** For tests; all of them. */
  readonly steps?: readonly TestStep[]
}

/** The behaviour of the GPU test's worker. */
export function createGpuTestService({ gpu, openGpu, now, steps = testSteps }: GpuTestTools): GpuTestApi {
  return {
    test: (onEvent) =>
      outcomeOf(async () => {
        if (gpu === undefined) return 'no-webgpu'
        const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
        if (adapter === null) return 'no-adapter'
        const facts = adapterFacts(adapter)
        onEvent({ type: 'adapter', adapter: facts })
        const offered = await openGpu()
        if (offered === null) return 'no-adapter'
        await runSteps({ steps, openResident: offered.openResident, features: facts.features, now }, onEvent)
        return 'done'
      }, 'inference-failed'),
  }
}
