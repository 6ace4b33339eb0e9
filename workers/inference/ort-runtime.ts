import wasmGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import type { RuntimeInfo, RuntimeOptions } from '../../src/protocol/inference'
import type { OrtModule } from './session'
import { automaticThreads } from './thread-plan'

/** The CPU's runtime: this worker's only one, since a realm can hold just one of a build. */
export interface Runtime {
  readonly ort: OrtModule
  /** Of ONNX Runtime Web. */
  readonly version: string
  readonly info: RuntimeInfo
}

/**
 * Starts ONNX Runtime Web for the CPU. Its files come from the app's own origin; the explicit paths also keep pthreads
 * from re-running this worker's module in the built app. The GPU has a runtime of its own: see gpu-runtime.ts.
 */
export async function startRuntime({ threads: wanted }: Pick<RuntimeOptions, 'threads'>): Promise<Runtime> {
  const isolated = self.crossOriginIsolated
  const threads = isolated ? wanted || automaticThreads(navigator.hardwareConcurrency, isolated) : 1
  const absolute = (url: string) => new URL(url, self.location.href).href
  const ort = await import('onnxruntime-web/wasm')
  ort.env.wasm.wasmPaths = { mjs: absolute(wasmGlueUrl), wasm: absolute(wasmUrl) }
  ort.env.wasm.numThreads = threads
  return { ort, version: ort.env.versions.common, info: { executionProvider: 'wasm', threads, crossOriginIsolated: isolated } }
}
