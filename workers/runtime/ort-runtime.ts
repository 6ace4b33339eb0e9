import wasmGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import type { RuntimeInfo, RuntimeOptions } from '../../src/shared/protocol/inference'
import { sharesMemory } from '../../src/shared/protocol/shared-memory'
import type { OrtModule } from './session'
import { automaticThreads } from './thread-plan'

/** The CPU's runtime: this worker's only one, since a realm can hold just one of a build. */
export interface Runtime {
  readonly ort: OrtModule
  /** Of ONNX Runtime Web. */
  readonly version: string
  readonly info: RuntimeInfo
}

/** A runtime that starts when it is first needed: where kernels do all the work, that is never. */
export interface RuntimeOnDemand {
  /** What it is or would be. */
  readonly info: RuntimeInfo
  /** Starts it the first time. */
  start(): Promise<Runtime>
}

/** Says how the runtime would run here, and starts it on demand. */
export function planRuntime({ threads: wanted }: Pick<RuntimeOptions, 'threads'>): RuntimeOnDemand {
  const shares = sharesMemory()
  const threads = shares ? wanted || automaticThreads(navigator.hardwareConcurrency, shares) : 1
  const info: RuntimeInfo = { executionProvider: 'wasm', threads, sharesMemory: shares }
  let started: Promise<Runtime> | null = null
  return {
    info,
    start() {
      const starting = (started ??= start(info))
      // What failed for want of a connection, say, may be tried again.
      starting.catch(() => { started = null })
      return starting
    },
  }
}

/**
 * Starts ONNX Runtime Web for the CPU. Its files come from the app's own origin; the explicit paths also keep pthreads
 * from re-running this worker's module in the built app. The GPU has a runtime of its own: see gpu-runtime.ts.
 */
export function startRuntime(options: Pick<RuntimeOptions, 'threads'>): Promise<Runtime> {
  return planRuntime(options).start()
}

async function start(info: RuntimeInfo): Promise<Runtime> {
  const absolute = (url: string) => new URL(url, self.location.href).href
  const ort = await import('onnxruntime-web/wasm')
  ort.env.wasm.wasmPaths = { mjs: absolute(wasmGlueUrl), wasm: absolute(wasmUrl) }
  ort.env.wasm.numThreads = info.threads
  return { ort, version: ort.env.versions.common, info }
}
