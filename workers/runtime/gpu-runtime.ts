import asyncifyGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import asyncifyWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import jspiGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'
import jspiWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'
import type { Env } from 'onnxruntime-web/wasm'
import { MynaError } from '../../src/shared/protocol/errors'
import type { ComputeChoice } from '../../src/shared/protocol/engine'
import { findGpuAdapter } from './gpu-adapter'
import type { Gpu, GpuTrials, GraphKeeper } from './gpu'
import { nodesOnCpu, PLACEMENT_LOGGING } from './placement-log'
import { residentOnGpu } from './resident-on-gpu'
import { createRunQueue } from './run-queue'
import { tapLog } from './runtime-log'
import { createSessionFactory, type CreateSession, type OrtModule } from './session'
import { watchDevice } from './watch-device'

/** The GPU and whether it is still there. */
export interface OfferedGpu extends Gpu {
  /** Why the GPU went away; it does not come back in this worker. Null while it is there. */
  lost(): MynaError | null
}

/** Whether WebAssembly can wait for promises (JSPI), which ONNX Runtime's smaller and faster build for WebGPU needs. */
const canSuspend = () => 'Suspending' in WebAssembly

/**
 * The GPU for someone who asked for `choice`. Null where 'automatic' has nothing to try: no adapter, one that only
 * imitates a GPU, or a browser without JSPI (Safari is known to crash with the other build, onnxruntime 26827 and 27584).
 * Nothing is loaded yet. Errors: `execution-provider-unsupported` where the GPU was asked for and there is none.
 */
export async function offerGpu(choice: Exclude<ComputeChoice, 'wasm'>, runtimeVersion: string, { trials, graphs }: { readonly trials: GpuTrials; readonly graphs?: GraphKeeper }): Promise<OfferedGpu | null> {
  const adapter = await findGpuAdapter()
  if (choice === 'automatic' && (adapter === null || adapter.isSoftware || !canSuspend())) return null
  if (adapter === null) throw new MynaError('execution-provider-unsupported', 'this browser offers no WebGPU adapter')
  const key = (name: string) => `${name}/${runtimeVersion}/${adapter.key}`
  let started: Promise<OrtModule & { readonly env: Env }> | null = null
  const queue = createRunQueue()
  const watch = watchDevice()

  const log = tapLog()
  const runtime = () => (started ??= startGpuRuntime())

  const createSession: CreateSession = async (bytes, options) => {
    const ort = await runtime()
    const create = createSessionFactory(ort, queue, 'webgpu')
    return watch.open(() => log.tapped(() => create(bytes, options)), () => ort.env.webgpu.device)
  }

  return {
    use: choice === 'automatic' ? 'when-faster' : 'when-right',
    trials: {
      read: (name) => trials.read(key(name)),
      write: (name, trial) => trials.write(key(name), trial),
    },
    ...(graphs && { graphs }),
    isSoftware: adapter.isSoftware,
    lacksHalfFloats: adapter.lacksHalfFloats,
    createSession,
    async openResident(files, onOpened) {
      const ort = await runtime()
      const device = () => ort.env.webgpu.device
      return watch.hold((guard) => log.tapped(() => residentOnGpu({ ort, queue, device, guard })(files, onOpened)), device)
    },
    async nodesOnCpu(bytes, options) {
      const lines = await log.collect(async () => (await createSession(bytes, { ...options, ...PLACEMENT_LOGGING })).release())
      return nodesOnCpu(lines)
    },
    lost: () => watch.lost(),
  }
}

/**
 * Starts a second runtime beside the CPU's, so that stages of the CPU run the same whether or not there is a GPU, and go
 * on when it is lost. One thread: what little a GPU graph computes on the CPU is arithmetic on shapes.
 */
async function startGpuRuntime(): Promise<OrtModule & { readonly env: Env }> {
  const absolute = (url: string) => new URL(url, self.location.href).href
  const ort = canSuspend() ? await import('onnxruntime-web/jspi') : await import('onnxruntime-web/webgpu')
  ort.env.wasm.wasmPaths = canSuspend()
    ? { mjs: absolute(jspiGlueUrl), wasm: absolute(jspiWasmUrl) }
    : { mjs: absolute(asyncifyGlueUrl), wasm: absolute(asyncifyWasmUrl) }
  ort.env.wasm.numThreads = 1
  return ort
}
