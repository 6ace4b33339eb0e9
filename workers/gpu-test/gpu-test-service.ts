import { outcomeOf } from '../../src/shared/protocol/errors'
import type { GpuTestApi, GpuTestEnd, GpuTestEvent } from '../../src/shared/protocol/gpu-test'
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
    async test(onEvent) {
      const told: unknown[] = []
      const tell = (event: GpuTestEvent) => { told.push(onEvent(event)) }
      const outcome = await outcomeOf(async (): Promise<GpuTestEnd> => {
        if (gpu === undefined) return 'no-webgpu'
        const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
        if (adapter === null) return 'no-adapter'
        const facts = adapterFacts(adapter)
        tell({ type: 'adapter', adapter: facts })
        const offered = await openGpu()
        if (offered === null) return 'no-adapter'
        await runSteps({ steps, openResident: offered.openResident, features: facts.features, now }, tell)
        return 'done'
      }, 'inference-failed')
      // Events travel another way than the outcome, and could come after it.
      await Promise.all(told)
      return outcome
    },
  }
}
